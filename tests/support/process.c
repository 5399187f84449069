/* process.c - see process.h. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_SECONDS = 60, PIECE = 64 * 1024 };

static void need(bool good, const char *what)
{
    if (good)
        return;
    perror(what);
    abort();
}

static int64_t now_in_ms(void)
{
    struct timespec now;

    need(clock_gettime(CLOCK_MONOTONIC, &now) == 0, "clock_gettime");
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* A pipe of which `ours` is what the program's end is not; ours closes on exec. */
static void make_pipe(int *theirs, int *ours, bool they_read)
{
    int ends[2];

    need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
    *theirs = they_read ? ends[0] : ends[1];
    *ours = they_read ? ends[1] : ends[0];
    need(fcntl(*ours, F_SETFL, O_NONBLOCK) == 0, "fcntl");
}

static void set_environment(const char *const *environment)
{
    /* What a developer has set must not decide a test. */
    (void)unsetenv("CLAIMLINE_PLUGIN_PATH");
    (void)unsetenv("SOURCE_DATE_EPOCH");
    /* A sanitizer's complaint is no exit status of ours: 1 means "something was held". */
    need(setenv("ASAN_OPTIONS", "exitcode=99", 0) == 0, "setenv");
    need(setenv("UBSAN_OPTIONS", "exitcode=99", 0) == 0, "setenv");
    need(setenv("TSAN_OPTIONS", "exitcode=99", 0) == 0, "setenv");
    for (; environment != NULL && *environment != NULL; environment++)
        need(putenv((char *)(uintptr_t)*environment) == 0, "putenv");
}

__attribute__((noreturn)) static void become(const struct process_request *request,
                                             const int fds[3])
{
    for (int i = 0; i < 3; i++)
        need(dup2(fds[i], i) == i, "dup2");
    (void)signal(SIGPIPE, SIG_DFL);
    need(request->folder == NULL || chdir(request->folder) == 0, "chdir");
    set_environment(request->environment);
    (void)execv(request->arguments[0], (char *const *)(uintptr_t)request->arguments);
    perror(request->arguments[0]);
    _exit(127);
}

static void open_output(struct process *process, int *theirs)
{
    const struct process_request *request = &process->request;

    if (request->output_path != NULL) {
        *theirs = open(request->output_path, O_WRONLY | O_CLOEXEC);
        need(*theirs >= 0, request->output_path);
        return;
    }
    make_pipe(theirs, &process->out, false);
    if (request->output == PROCESS_CLOSED)
        close_end(&process->out);
}

void process_start(struct process *process, const struct process_request *request)
{
    int theirs[3];

    *process = (struct process){ .in = -1, .out = -1, .err = -1, .request = *request };
    (void)signal(SIGPIPE, SIG_IGN);
    make_pipe(&theirs[0], &process->in, true);
    open_output(process, &theirs[1]);
    make_pipe(&theirs[2], &process->err, false);
    (void)fflush(NULL);
    process->pid = fork();
    need(process->pid >= 0, "fork");
    if (process->pid == 0)
        become(request, theirs);
    for (int i = 0; i < 3; i++)
        close_end(&theirs[i]);
}

static void read_some(int *fd, struct bytes *bytes)
{
    ssize_t count;

    bytes->data = realloc(bytes->data, bytes->length + PIECE + 1);
    need(bytes->data != NULL, "realloc");
    count = read(*fd, bytes->data + bytes->length, PIECE);
    if (count > 0)
        bytes->length += (size_t)count;
    else if (count == 0 || (errno != EAGAIN && errno != EINTR))
        close_end(fd);
    bytes->data[bytes->length] = '\0';
}

static void write_some(struct process *process)
{
    const struct process_request *request = &process->request;
    size_t left = request->input_size - process->written;
    ssize_t count = 0;

    if (left > 0)
        count = write(process->in, (const char *)request->input + process->written, left);
    if (count > 0)
        process->written += (size_t)count;
    else if (count < 0 && errno != EAGAIN && errno != EINTR)
        process->written = request->input_size; /* nobody reads it */
    if (process->written == request->input_size)
        close_end(&process->in);
}

/* Carries bytes both ways until all pipes are closed or the time is over. */
static void carry(struct process *process, int64_t end)
{
    while (process->in >= 0 || process->out >= 0 || process->err >= 0) {
        struct pollfd fds[3] = { { process->in, POLLOUT, 0 },
                                 { process->out, POLLIN, 0 },
                                 { process->err, POLLIN, 0 } };
        int64_t left = end - now_in_ms();

        if (left <= 0)
            return;
        if (poll(fds, 3, (int)left) <= 0)
            continue;
        if (fds[0].revents != 0)
            write_some(process);
        if (fds[1].revents != 0)
            read_some(&process->out, &process->result.out);
        if (fds[2].revents != 0)
            read_some(&process->err, &process->result.err);
    }
}

static bool wait_until(const struct process *process, int64_t end, int *status,
                       struct rusage *usage)
{
    for (;;) {
        struct timespec pause = { 0, 1000000 };
        pid_t ended = wait4(process->pid, status, WNOHANG, usage);

        need(ended >= 0, "wait4");
        if (ended == process->pid)
            return true;
        if (now_in_ms() >= end)
            return false;
        (void)nanosleep(&pause, NULL);
    }
}

static struct bytes or_empty(struct bytes bytes)
{
    if (bytes.data == NULL)
        bytes.data = calloc(1, 1);
    need(bytes.data != NULL, "calloc");
    return bytes;
}

void process_finish(struct process *process)
{
    unsigned seconds = process->request.seconds;
    int64_t end = now_in_ms() + 1000 * (int64_t)(seconds != 0 ? seconds : DEFAULT_SECONDS);
    struct process_result *result = &process->result;
    struct rusage usage;
    int status;

    carry(process, end);
    if (!wait_until(process, end, &status, &usage)) {
        result->timed_out = true;
        (void)kill(process->pid, SIGKILL);
        need(wait4(process->pid, &status, 0, &usage) == process->pid, "wait4");
    }
    close_end(&process->in);
    close_end(&process->out);
    close_end(&process->err);
    result->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    result->peak_kib = usage.ru_maxrss;
    result->out = or_empty(result->out);
    result->err = or_empty(result->err);
}

struct process_result process_run(const struct process_request *request)
{
    struct process process;

    process_start(&process, request);
    process_finish(&process);
    return process.result;
}

void process_result_free(struct process_result *result)
{
    free(result->out.data);
    free(result->err.data);
    *result = (struct process_result){ 0 };
}
