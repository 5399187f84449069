/* process.h - runs a program as a user would, and tells how it ended and what it said.
 *
 * What goes wrong in here is no test's fault: it is told on stderr, and abort() ends
 * the test program. */
#ifndef TESTS_SUPPORT_PROCESS_H
#define TESTS_SUPPORT_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum process_output {
    PROCESS_CAPTURED, /* stdout is read into the result */
    PROCESS_CLOSED    /* nobody reads stdout: as behind a `| head` that has ended */
};

struct process_request {
    const char *const *arguments;   /* of the program, itself the first; ends with NULL */
    const char *const *environment; /* NAME=VALUE over the test's own; ends with NULL; or NULL */
    const char *folder;             /* to work in, or NULL */
    const char *output_path;        /* a device or file that is stdout, or NULL */
    enum process_output output;
    const void *input; /* bytes of stdin; NULL: none */
    size_t input_size;
    bool keep_input;  /* stdin stays open, behind its bytes, until process_finish() */
    unsigned seconds; /* it is killed after them; 0: 60 */
};

/* Bytes with a NUL behind them. */
struct bytes {
    char *data;
    size_t length;
};

struct process_result {
    int status;     /* of exit, or -1 */
    int signal;     /* that ended it, or 0 */
    bool timed_out; /* and killed for that */
    long peak_kib;  /* of memory; no less than the test's own at its start */
    struct bytes out;
    struct bytes err;
};

struct process {
    pid_t pid;
    int in, out, err; /* our ends of the pipes; -1: none */
    struct process_request request;
    size_t written; /* of request.input */
    struct process_result result;
};

/* What `request` points at must live until process_finish(). */
void process_start(struct process *process, const struct process_request *request);

/* Waits for its end; then process->result is whole. */
void process_finish(struct process *process);

/* Both. */
struct process_result process_run(const struct process_request *request);

void process_result_free(struct process_result *result);

#endif
