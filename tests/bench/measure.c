/* measure.c - runs a program and tells what it cost.
 *
 *   bench_measure IN OUT ERR COMMAND [ARGUMENT...]
 *
 * Prints wall time in nanoseconds, user and system time in microseconds, peak memory in KiB and
 * the exit status (128 + N after signal N). A small program of its own, because a child inherits
 * the peak memory of the process that started it: that of an interpreter would hide the rest. */
#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { USAGE = 2, NOT_STARTED = 127 };

static void redirect(int fd, const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC, 0666);

    if (file < 0 || dup2(file, fd) < 0)
        err(NOT_STARTED, "%s", path);
}

/* Ends with its starter, however that ends: a run that is broken off leaves nothing behind. */
static void start(char **argv)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    redirect(STDIN_FILENO, argv[1], O_RDONLY);
    redirect(STDOUT_FILENO, argv[2], O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, argv[3], O_WRONLY | O_CREAT | O_TRUNC);
    execvp(argv[4], argv + 4);
    err(NOT_STARTED, "%s", argv[4]);
}

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t microseconds(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int64_t begin = now();
    int64_t wall;
    int status;
    pid_t child;

    if (argc < 5)
        errx(USAGE, "usage: bench_measure IN OUT ERR COMMAND [ARGUMENT...]");
    child = fork();
    if (child == 0)
        start(argv);
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        err(EXIT_FAILURE, "%s", argv[4]);
    wall = now() - begin;
    printf("%" PRId64 " %" PRId64 " %" PRId64 " %ld %d\n", wall, microseconds(usage.ru_utime),
           microseconds(usage.ru_stime), usage.ru_maxrss,
           WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    return EXIT_SUCCESS;
}
