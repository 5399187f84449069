/* interrupt.c - see interrupt.h. */
#include "interrupt.h"

#include "problem.h"

#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const int ending[] = { SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,  SIGXCPU,
                              SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM };

static volatile sig_atomic_t pending;

static void (*on_second)(void);

static void remember(int signal)
{
    if (pending == signal) {
        if (on_second != NULL)
            on_second();
        interrupt_die(signal);
    }
    pending = signal;
}

void interrupt_on_second(void (*handler)(void))
{
    on_second = handler;
}

void interrupt_install(void)
{
    struct sigaction action = { .sa_handler = remember };

    /* No SA_RESTART: a blocked read or write returns, and the loop sees `pending`. */
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
        struct sigaction old;

        /* What the caller ignores (nohup) stays ignored. */
        if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            (void)sigaction(ending[i], &action, NULL);
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
}

int interrupt_pending(void)
{
    return (int)pending;
}

int interrupt_check(struct problem *problem)
{
    int signal = interrupt_pending();

    if (signal == 0)
        return 0;
    return problem_failed(problem, "stopped by signal %d (%s); nothing was published", signal,
                          strsignal(signal));
}

void interrupt_die(int signal)
{
    sigset_t set;
    struct sigaction action = { .sa_handler = SIG_DFL };

    sigemptyset(&action.sa_mask);
    (void)sigaction(signal, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, signal);
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
    (void)raise(signal);
    _Exit(128 + signal);
}
