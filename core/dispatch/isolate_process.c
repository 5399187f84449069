/* isolate_process.c - see isolate_process.h. */
#include "isolate_process.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHANNEL_FD = STDERR_FILENO + 1, PATIENCE = 2000 /* milliseconds */ };

/* Only the channel is left of what the program had open; what a plugin prints is lost. */
static bool keep_only(int fd)
{
    int null = open("/dev/null", O_RDWR);

    if (null < 0)
        return false;
    for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++) {
        if (dup2(null, standard) < 0)
            return false;
    }
    if (fd != CHANNEL_FD && dup2(fd, CHANNEL_FD) < 0)
        return false;
    return close_range(CHANNEL_FD + 1, ~0U, 0) == 0;
}

/* The program decides what a signal from the terminal means; it ends us by closing. */
static void leave_signals(void)
{
    static const int ours[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

    for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
        (void)signal(ours[i], SIG_IGN);
}

static _Noreturn void run_child(int fd, const struct isolate_job *job)
{
    mem_on_exhaustion(NULL); /* the files of the run are not ours to remove */
    leave_signals();
    /* A store sees that the program has gone, and cleans up. */
    if (job->destination == NULL)
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (!keep_only(fd))
        _exit(1);
    _exit(isolate_child(CHANNEL_FD, job));
}

/* Waits a little for its end. True: it has come, and `status` tells how. */
static bool ended_by_itself(pid_t pid, int *status)
{
    struct pollfd end = { .fd = pidfd_open(pid, 0), .events = POLLIN };
    pid_t done;

    if (end.fd >= 0) {
        (void)poll(&end, 1, PATIENCE);
        (void)close(end.fd);
    }
    do
        done = waitpid(pid, status, WNOHANG);
    while (done < 0 && errno == EINTR);
    return done == pid;
}

static void end_by_force(pid_t pid)
{
    int status;

    (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
}

void isolate_process_end(struct isolate_process *process)
{
    int status;

    if (process->pid == 0)
        return;
    (void)close(process->channel.fd);
    if (!ended_by_itself(process->pid, &status))
        end_by_force(process->pid);
    *process = (struct isolate_process){ .channel = { -1, 0 } };
}

int isolate_process_start(struct isolate_process *process, const struct isolate_job *job,
                          int seconds)
{
    int ends[2];
    int error;

    *process = (struct isolate_process){ .channel = { -1, seconds } };
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    process->pid = fork();
    if (process->pid == 0)
        run_child(ends[1], job);
    error = errno;
    (void)close(ends[1]);
    process->channel.fd = ends[0];
    if (process->pid > 0 && channel_patience(&process->channel) == 0)
        return 0;
    if (process->pid > 0)
        isolate_process_end(process);
    else
        (void)close(ends[0]);
    errno = error;
    return -1;
}

static void tell_end(int status, char *why)
{
    if (WIFSIGNALED(status))
        (void)snprintf(why, CHANNEL_SAID, "its process was ended by signal %d (%s)",
                       WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        (void)snprintf(why, CHANNEL_SAID, "its process ended by itself, with exit status %d",
                       WEXITSTATUS(status));
}

void isolate_process_give_up(struct isolate_process *process, enum channel_result result, char *why)
{
    int status = 0;

    if (result == CHANNEL_ENDED && ended_by_itself(process->pid, &status)) {
        tell_end(status, why);
        process->pid = 0;
    } else if (result == CHANNEL_ENDED) {
        (void)snprintf(why, CHANNEL_SAID, "its process closed the connection");
    } else if (result == CHANNEL_SILENT) {
        (void)snprintf(why, CHANNEL_SAID, "its process did not answer for %d seconds",
                       process->channel.seconds);
    } else if (result == CHANNEL_STOPPED) {
        (void)snprintf(why, CHANNEL_SAID, "its work was stopped");
    } else {
        (void)snprintf(why, CHANNEL_SAID, "its process answered what is no answer");
    }
    if (process->pid != 0)
        end_by_force(process->pid);
    (void)close(process->channel.fd);
    *process = (struct isolate_process){ .channel = { -1, 0 } };
}
