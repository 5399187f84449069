/* child.c - see child.h. */
#include "child.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PRINTED_FD = 1000 }; /* far from the numbers that a plugin would be given */

int outcome_create(struct outcome **out, struct problem *problem)
{
    void *memory =
        mmap(NULL, sizeof(**out), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        return problem_errno(problem, "cannot share", "memory", errno);
    *out = memory;
    return 0;
}

void outcome_destroy(struct outcome *outcome)
{
    if (outcome != NULL)
        (void)munmap(outcome, sizeof(*outcome));
}

/* In the child. `printed` is where its output goes. */
_Noreturn static void be_child(struct trial *trial, void (*function)(struct trial *), int printed,
                               pid_t parent, const sigset_t *mask)
{
    struct rlimit none = { 0, 0 };
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILED);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)dup2(null, STDIN_FILENO);
    (void)dup2(printed, STDOUT_FILENO);
    (void)dup2(printed, STDERR_FILENO);
    (void)close(null);
    (void)close(printed);
    (void)sigprocmask(SIG_SETMASK, mask, NULL);
    trial_watch(trial);
    function(trial);
    trial->outcome->text[0] = '\0';
    trial->outcome->state = OUTCOME_PASSED;
    _exit(EXIT_ALL_WRITTEN);
}

static void add_seconds(struct timespec *time, unsigned seconds)
{
    (void)clock_gettime(CLOCK_MONOTONIC, time);
    time->tv_sec += (time_t)seconds;
}

/* What is left until `end`; false where nothing is. */
static bool time_left(struct timespec *left, const struct timespec *end)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    left->tv_sec = end->tv_sec - now.tv_sec;
    left->tv_nsec = end->tv_nsec - now.tv_nsec;
    if (left->tv_nsec < 0) {
        left->tv_nsec += 1000000000;
        left->tv_sec--;
    }
    return left->tv_sec >= 0;
}

enum waited { WAITED_ENDED, WAITED_TOO_LONG, WAITED_INTERRUPTED };

/* SIGCHLD is blocked: it waits in line until it is asked for. */
static enum waited wait_for(pid_t child, unsigned seconds, const sigset_t *signals)
{
    struct timespec end;
    struct timespec left;
    siginfo_t info = { 0 };

    add_seconds(&end, seconds);
    for (;;) {
        info.si_pid = 0;
        if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
            return WAITED_ENDED;
        if (interrupt_pending() != 0)
            return WAITED_INTERRUPTED;
        if (!time_left(&left, &end))
            return WAITED_TOO_LONG;
        (void)sigtimedwait(signals, NULL, &left);
    }
}

static void add_call(struct outcome *outcome)
{
    size_t used = strlen(outcome->text);

    if (outcome->call != NULL)
        (void)snprintf(outcome->text + used, sizeof(outcome->text) - used, " (in %s())",
                       outcome->call);
}

static void fail(struct outcome *outcome, const char *what, const char *detail)
{
    (void)snprintf(outcome->text, sizeof(outcome->text), "%s%s", what, detail);
    add_call(outcome);
    outcome->article = ARTICLE_ENDS;
    outcome->state = OUTCOME_FAILED;
}

static void judge(struct outcome *outcome, int status, bool too_long, unsigned seconds)
{
    char detail[64];

    if (too_long) {
        (void)snprintf(detail, sizeof(detail), "%u second%s", seconds, seconds == 1 ? "" : "s");
        fail(outcome, "it did not come to an end within ", detail);
    } else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS && outcome->text[0] != '\0') {
        add_call(outcome); /* the sandbox, with its signal blocked: it has left word */
        outcome->state = OUTCOME_FAILED;
    } else if (WIFSIGNALED(status)) {
        (void)snprintf(detail, sizeof(detail), "SIG%s, %s", sigabbrev_np(WTERMSIG(status)),
                       sigdescr_np(WTERMSIG(status)));
        fail(outcome, "it crashed: ", detail);
    } else if (outcome->state == OUTCOME_RUNNING) {
        (void)snprintf(detail, sizeof(detail), "exit status %d", WEXITSTATUS(status));
        fail(outcome, "it ended the program: ", detail);
    }
}

static void keep_printed(struct outcome *outcome, int printed)
{
    ssize_t count = pread(printed, outcome->printed, sizeof(outcome->printed) - 1, 0);

    outcome->printed[count > 0 ? count : 0] = '\0';
}

/* The leader is not reaped yet, so that its number is still that of its group. */
static int end_group(pid_t child)
{
    int status = 0;

    (void)kill(-child, SIGKILL);
    (void)kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static int run_child(struct trial *trial, void (*function)(struct trial *), unsigned seconds,
                     int printed, struct problem *problem)
{
    sigset_t signals;
    sigset_t before;
    pid_t parent = getpid();
    enum waited waited;
    pid_t child;
    int status;

    (void)fflush(NULL);
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &signals, &before);
    child = fork();
    if (child == 0)
        be_child(trial, function, printed, parent, &before);
    if (child < 0) {
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
        return problem_errno(problem, "cannot start", "a process for a test", errno);
    }
    (void)setpgid(child, child);
    waited = wait_for(child, seconds, &signals);
    status = end_group(child);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (waited == WAITED_INTERRUPTED)
        return interrupt_check(problem);
    judge(trial->outcome, status, waited == WAITED_TOO_LONG, seconds);
    return 0;
}

int child_run(struct trial *trial, void (*function)(struct trial *), unsigned seconds,
              struct problem *problem)
{
    struct outcome *outcome = trial->outcome;
    int made = memfd_create("claimline", MFD_CLOEXEC);
    int printed = made < 0 ? -1 : fcntl(made, F_DUPFD_CLOEXEC, PRINTED_FD);
    int error;

    if (made >= 0)
        (void)close(made);
    if (printed < 0)
        return problem_errno(problem, "cannot make", "room for what a test prints", errno);
    *outcome = (struct outcome){ .state = OUTCOME_RUNNING };
    error = run_child(trial, function, seconds, printed, problem);
    if (error == 0)
        keep_printed(outcome, printed);
    (void)close(printed);
    return error;
}

void child_try(struct trial *trial, void (*function)(struct trial *))
{
    struct trial inner = *trial;
    struct problem problem = { 0 };

    if (outcome_create(&inner.outcome, &problem) < 0 ||
        child_run(&inner, function, CHILD_SECONDS, &problem) < 0)
        trial_fail(trial, "the suite: %s", problem.text);
    if (inner.outcome->state == OUTCOME_FAILED)
        trial_break(trial, inner.outcome->article, "%s", inner.outcome->text);
    if (inner.outcome->state == OUTCOME_SKIPPED)
        trial_skip(trial, inner.outcome->text);
    outcome_destroy(inner.outcome);
}
