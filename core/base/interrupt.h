/* interrupt.h - SIGINT, SIGTERM, SIGHUP and their like end a run cleanly.
 *
 * The handlers only remember the signal; loops and retried system calls ask for
 * it, the run unwinds as after any failure (temporary files are removed), and
 * main lets the program die by the signal. The same signal again ends the program at
 * once: a plugin may be in a loop that nothing leaves. SIGPIPE and SIGXFSZ are ignored, so
 * that a closed pipe and a file size limit are ordinary write errors. */
#ifndef CORE_BASE_INTERRUPT_H
#define CORE_BASE_INTERRUPT_H

struct problem;

void interrupt_install(void);

/* Called when a signal comes a second time, before the program dies of it; from the signal's
 * handler. NULL: nothing. */
void interrupt_on_second(void (*handler)(void));

/* The signal that arrived, or 0. */
int interrupt_pending(void);

/* -1 with a problem when one arrived, else 0. */
int interrupt_check(struct problem *problem);

/* Ends the program by that signal, as if it had never been caught. */
void interrupt_die(int signal);

#endif
