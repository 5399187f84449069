/* trial.c - see trial.h. */
#include "trial.h"

#include "base/memory.h"
#include "base/problem.h"
#include "dispatch/module_file.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* For the handler, which ends the process. */
static struct trial *watched;

_Noreturn static void end(struct trial *trial, enum outcome_state state, enum article article)
{
    trial->outcome->article = article;
    trial->outcome->state = state;
    _exit(EXIT_ALL_WRITTEN);
}

void trial_fail(struct trial *trial, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(trial->outcome->text, sizeof(trial->outcome->text), format, arguments);
    va_end(arguments);
    end(trial, OUTCOME_FAILED, trial->article);
}

void trial_break(struct trial *trial, enum article article, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(trial->outcome->text, sizeof(trial->outcome->text), format, arguments);
    va_end(arguments);
    end(trial, OUTCOME_FAILED, article);
}

void trial_skip(struct trial *trial, const char *why)
{
    (void)snprintf(trial->outcome->text, sizeof(trial->outcome->text), "%s", why);
    end(trial, OUTCOME_SKIPPED, trial->article);
}

void trial_load(struct trial *trial)
{
    char why[MODULE_REASON];

    trial->module = module_file_load(trial->path, why);
    if (trial->module == NULL)
        trial_skip(trial, "the file cannot be used");
    trial->plugin = trial->module->plugins[trial->index];
}

/* No stdio in here: the plugin may have been inside it. */
_Noreturn static void told(const struct trap *trap)
{
    struct outcome *outcome = watched->outcome;
    const char *parts[] = { trap->meaning, " (in ", outcome->call, "())" };
    size_t used = 0;

    for (size_t i = 0; i < (outcome->call != NULL ? 4 : 1); i++) {
        size_t length = strlen(parts[i]);

        if (used + length >= sizeof(outcome->text))
            break;
        memcpy(outcome->text + used, parts[i], length);
        used += length;
    }
    outcome->text[used] = '\0';
    end(watched, OUTCOME_FAILED, trap->article);
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    const char *address = info->si_addr;

    (void)context;
    for (size_t i = 0; i < watched->trap_count; i++) {
        const struct trap *trap = &watched->traps[i];

        if (address >= trap->start && address < trap->end)
            told(trap);
    }
    /* A crash of its own: it happens again, and kills. */
    (void)signal(number, SIG_DFL);
}

void trial_watch(struct trial *trial)
{
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    size_t size = (size_t)sysconf(_SC_SIGSTKSZ) + 64 * 1024;
    stack_t stack = { .ss_sp = mem_alloc(size), .ss_size = size };

    watched = trial;
    action.sa_sigaction = on_fault;
    (void)sigaltstack(&stack, NULL);
    (void)sigaction(SIGSEGV, &action, NULL);
    (void)sigaction(SIGBUS, &action, NULL);
}

void trial_trap(struct trial *trial, const void *start, size_t size, const char *meaning,
                enum article article)
{
    if (trial->trap_count == TRIAL_TRAPS)
        trial_fail(trial, "the suite watches too many places");
    trial->traps[trial->trap_count++] =
        (struct trap){ start, (const char *)start + size, meaning, article };
}

void trial_untrap(struct trial *trial, const void *start)
{
    for (size_t i = trial->trap_count; i-- > 0;) {
        if (trial->traps[i].start == start) {
            trial->traps[i] = trial->traps[--trial->trap_count];
            return;
        }
    }
}
