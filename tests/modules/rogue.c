/* rogue.c - an encoder and a store that do what no plugin may, at the call they are told to. */
#include <claimline/write.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    AT_OPEN,
    AT_CHECK,
    AT_HEAD,
    AT_BEGIN,
    AT_CLAIM,
    AT_END,
    AT_TAIL,
    AT_PREPARE,
    AT_COMMIT,
    AT_CLOSE
};
enum { CRASH, ABORT, EXIT, HANG, NONSENSE, SHUT, EAT, KILL, FAIL, OUTSIDE, PROBE };

struct rogue {
    uint32_t at;
    uint32_t does;
    const struct cl_host *host;
    struct cl_stored has;
};

/* To whatever it finds open, as a plugin might that takes a descriptor for its own. */
static void write_everywhere(void)
{
    static const char nonsense[] = "nonsense nonsense nonsense nonsense";

    for (int fd = 3; fd < 16; fd++) {
        if (write(fd, nonsense, sizeof(nonsense)) < 0)
            continue;
    }
}

static void eat(void)
{
    enum { PIECE = 64 * 1024 * 1024 };
    volatile char *piece; /* a compiler leaves out memory that nobody looks at */

    while ((piece = malloc(PIECE)) != NULL) {
        for (size_t at = 0; at < PIECE; at += 4096)
            piece[at] = 1;
    }
    abort();
}

static void shut(void)
{
    for (int fd = 3; fd < 16; fd++)
        (void)close(fd);
    for (;;)
        (void)pause();
}

/* Volatile, so that no compiler knows better. */
static void crash(void)
{
    volatile int *volatile nothing = NULL;

    *nothing = 1;
}

static int act(const struct rogue *rogue, uint32_t at)
{
    if (rogue->at != at)
        return CL_OK;
    switch (rogue->does) {
    case CRASH:
        crash();
        break;
    case ABORT:
        abort();
    case EXIT:
        exit(0);
    case HANG:
        for (;;)
            (void)pause();
    case NONSENSE:
        write_everywhere();
        break;
    case SHUT:
        shut();
        break;
    case EAT:
        eat();
        break;
    case KILL:
        (void)kill(getppid(), SIGKILL);
        break;
    case FAIL:
        return rogue->host->fail(rogue->host, CL_FATAL, "told to fail");
    default:
        break;
    }
    return CL_OK;
}

static void tell(struct cl_stream *out, const char *what, int result)
{
    int error = errno;

    cl_puts(out, what);
    cl_puts(out, result < 0 ? error == EACCES || error == EPERM ? " refused\n" : " failed\n"
                            : " done\n");
}

/* What could be done from in here. */
static void probe(struct cl_stream *out)
{
    tell(out, "read a file", open("/etc/passwd", O_RDONLY));
    tell(out, "read an input", open("in.csv", O_RDONLY));
    tell(out, "list a folder", open(".", O_RDONLY | O_DIRECTORY));
    tell(out, "write a file", open("in.csv", O_WRONLY));
    tell(out, "make a file", open("rogue.tmp", O_CREAT | O_WRONLY, 0600));
    tell(out, "make a folder", mkdir("rogue.dir", 0700));
    tell(out, "remove a file", unlink("in.csv"));
    tell(out, "rename a file", rename("in.csv", "out.csv"));
    tell(out, "change a mode", chmod("in.csv", 0777));
    tell(out, "make a socket", socket(AF_INET, SOCK_STREAM, 0));
    tell(out, "make a local socket", socket(AF_UNIX, SOCK_DGRAM, 0));
    tell(out, "send a signal", kill(getppid(), 0));
    tell(out, "start a process", fork());
    tell(out, "run a program", execl("/bin/true", "true", (char *)NULL));
}

static int rogue_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct rogue *rogue = state;

    (void)job;
    rogue->host = host;
    return act(rogue, AT_OPEN);
}

static void rogue_close(void *state)
{
    (void)act(state, AT_CLOSE);
}

static int rogue_check(const void *state, const struct cl_claim *claim)
{
    (void)claim;
    return act(state, AT_CHECK);
}

static int rogue_head(void *state, struct cl_stream *out)
{
    const struct rogue *rogue = state;

    cl_puts(out, "head\n");
    if (rogue->does == PROBE)
        probe(out);
    return act(rogue, AT_HEAD);
}

static int rogue_begin(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)chunk;
    (void)out;
    return act(state, AT_BEGIN);
}

static int rogue_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    const struct rogue *rogue = state;

    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    if (rogue->does == OUTSIDE)
        out->next = out->limit + 100;
    return act(rogue, AT_CLAIM);
}

static int rogue_end(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)chunk;
    (void)out;
    return act(state, AT_END);
}

static int rogue_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    (void)totals;
    cl_puts(out, "tail\n");
    return act(state, AT_TAIL);
}

static int rogue_put(void *state, const struct cl_claim *claim)
{
    struct rogue *rogue = state;

    rogue->has.claims++;
    rogue->has.lines += claim->line_count;
    return act(rogue, AT_CLAIM);
}

static int rogue_prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    const struct rogue *rogue = state;

    stored->claims = rogue->has.claims;
    stored->lines = rogue->has.lines;
    stored->units = totals->units;
    stored->minutes = totals->minutes;
    stored->lines_without_charge = totals->lines_without_charge;
    stored->charge_cents = totals->charge_cents;
    return act(rogue, AT_PREPARE);
}

static int rogue_commit(void *state)
{
    return act(state, AT_COMMIT);
}

static const struct cl_encoder encoder = {
    .size = sizeof(encoder),
    .head = rogue_head,
    .begin = rogue_begin,
    .claim = rogue_claim,
    .end = rogue_end,
    .tail = rogue_tail,
};

static const struct cl_store store = {
    .size = sizeof(store),
    .put = rogue_put,
    .prepare = rogue_prepare,
    .commit = rogue_commit,
};

static const struct cl_option options[] = {
    CL_OPTION_CHOICE(struct rogue, at, "claim",
                     "open|check|head|begin|claim|end|tail|prepare|commit|close", "when"),
    CL_OPTION_CHOICE(struct rogue, does, "fail",
                     "crash|abort|exit|hang|nonsense|shut|eat|kill|fail|outside|probe", "what"),
};

static const struct cl_plugin rogue = {
    .size = sizeof(rogue),
    .name = "rogue",
    .summary = "an encoder that does what it may not",
    .state_size = sizeof(struct rogue),
    .options = CL_OPTIONS(options),
    .open = rogue_open,
    .close = rogue_close,
    .check = rogue_check,
    .encoder = &encoder,
};

/* Asked nothing before it writes, and by any thread. */
static const struct cl_plugin rogue_mute = {
    .size = sizeof(rogue_mute),
    .name = "rogue-mute",
    .summary = "the same without a check",
    .state_size = sizeof(struct rogue),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL,
    .open = rogue_open,
    .close = rogue_close,
    .encoder = &encoder,
};

static const struct cl_plugin rogue_store = {
    .size = sizeof(rogue_store),
    .name = "rogue-store",
    .summary = "a store that does what it may not",
    .state_size = sizeof(struct rogue),
    .options = CL_OPTIONS(options),
    .open = rogue_open,
    .close = rogue_close,
    .check = rogue_check,
    .store = &store,
};

static const struct cl_plugin *const plugins[] = { &rogue, &rogue_mute, &rogue_store, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
