/* interrupt.h - SIGINT, SIGTERM, SIGHUP and their like end a run cleanly.
 *
 * The handlers only remember the signal; loops and retried system calls ask for
 * it, the run unwinds as after any failure (temporary files are removed), and
 * main lets the program die by the signal. SIGPIPE and SIGXFSZ are ignored, so
 * that a closed pipe and a file size limit are ordinary write errors. */
#ifndef CORE_BASE_INTERRUPT_H
#define CORE_BASE_INTERRUPT_H

struct problem;

void interrupt_install(void);

/* The signal that arrived, or 0. */
int interrupt_pending(void);

/* -1 with a problem when one arrived, else 0. */
int interrupt_check(struct problem *problem);

/* Ends the program by that signal, as if it had never been caught. */
void interrupt_die(int signal);

#endif
