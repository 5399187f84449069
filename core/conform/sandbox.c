/* sandbox.c - see sandbox.h. The kernel's filter sends SIGSYS; nothing returns from it. */
#include "sandbox.h"

#include "base/problem.h"

#include <link.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#else
#define THIS_MACHINE 0 /* not tried: the test is skipped */
#endif

/* For the handler, which ends the process. */
static struct trial *watched;
static const struct sandbox_rule *watched_rule;

static void add(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);
    size_t length = strlen(more);

    if (used + length < size)
        memcpy(text + used, more, length + 1);
}

/* No stdio in here: the plugin may be inside it. */
static void on_call(int number, siginfo_t *info, void *context)
{
    struct outcome *outcome = watched->outcome;
    const char *in = outcome->call;

    (void)number;
    (void)context;
    outcome->text[0] = '\0';
    add(outcome->text, sizeof(outcome->text), watched_rule->meaning);
    for (const struct system_call *call = watched_rule->calls; call->name != NULL; call++) {
        if (call->number == info->si_syscall) {
            add(outcome->text, sizeof(outcome->text), ": the system call ");
            add(outcome->text, sizeof(outcome->text), call->name);
        }
    }
    if (in != NULL) {
        add(outcome->text, sizeof(outcome->text), " (in ");
        add(outcome->text, sizeof(outcome->text), in);
        add(outcome->text, sizeof(outcome->text), "())");
    }
    outcome->article = watched->article;
    outcome->state = OUTCOME_FAILED;
    _exit(EXIT_ALL_WRITTEN);
}

enum { MOST_STEPS = 128 };

struct program {
    struct sock_filter steps[MOST_STEPS];
    unsigned short count;
};

static void step(struct program *program, unsigned code, unsigned value, unsigned char then,
                 unsigned char otherwise)
{
    program->steps[program->count++] =
        (struct sock_filter){ (unsigned short)code, then, otherwise, value };
}

static void load(struct program *program, size_t offset)
{
    step(program, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void answer(struct program *program, unsigned what)
{
    step(program, BPF_RET | BPF_K, what, 0, 0);
}

/* Another machine's numbers are let through. The first argument is looked at by its low
 * half: descriptors are no more. */
static void write_program(struct program *program, const struct sandbox_rule *rule)
{
    load(program, offsetof(struct seccomp_data, arch));
    step(program, BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 1, 0);
    answer(program, SECCOMP_RET_ALLOW);
    if (rule->standard_only) {
        load(program, offsetof(struct seccomp_data, args[0]));
        step(program, BPF_JMP | BPF_JGT | BPF_K, STDERR_FILENO, 0, 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
    load(program, offsetof(struct seccomp_data, nr));
    for (const struct system_call *call = rule->calls; call->name != NULL; call++) {
        step(program, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call->number, 0, 1);
        answer(program, SECCOMP_RET_TRAP);
    }
    answer(program, SECCOMP_RET_ALLOW);
}

bool sandbox_enter(struct trial *trial, const struct sandbox_rule *rule)
{
    struct program program = { .count = 0 };
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    struct sock_fprog filter;

    if (THIS_MACHINE == 0)
        return false;
    watched = trial;
    watched_rule = rule;
    add(trial->outcome->text, sizeof(trial->outcome->text), rule->meaning);
    trial->outcome->article = trial->article;
    action.sa_sigaction = on_call;
    write_program(&program, rule);
    filter = (struct sock_fprog){ program.count, program.steps };
    return sigaction(SIGSYS, &action, NULL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/* The whole mapping at once: it cannot be split. */
static size_t size_of_image(const ElfW(Ehdr) * image)
{
    const ElfW(Phdr) *headers = (const void *)((const char *)image + image->e_phoff);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = 0;

    for (size_t i = 0; i < image->e_phnum; i++) {
        if (headers[i].p_type == PT_LOAD)
            size = headers[i].p_vaddr + headers[i].p_memsz;
    }
    return (size + page - 1) / page * page;
}

/* The kernel lends each process code that reads the clock. Without it a reader faults. */
bool sandbox_hide_clock(struct trial *trial)
{
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__) /* they read the clock */
    (void)trial;
    (void)size_of_image;
    return false;
#else
    void *image = (void *)(uintptr_t)getauxval(AT_SYSINFO_EHDR);
    size_t size = image != NULL ? size_of_image(image) : 0;

    if (size == 0 || mprotect(image, size, PROT_NONE) != 0)
        return false;
    trial_trap(trial, image, size, "it read the clock", ARTICLE_CLOCK);
    return true;
#endif
}
