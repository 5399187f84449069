/* test_file.c - the file: it loads, and what names it gives and takes. */
#include "test_groups.h"

#include "base/text.h"
#include "conform/calls.h"
#include "conform/elf.h"
#include "dispatch/module_check.h"
#include "dispatch/module_file.h"

#include <dlfcn.h>

void test_file_loads(struct trial *trial)
{
    char why[MODULE_REASON];

    if (module_file_entry(trial->path, why) == NULL)
        trial_fail(trial, "%s", why);
}

void test_file_same_pointer(struct trial *trial)
{
    char why[MODULE_REASON];
    const struct cl_module *first = module_file_entry(trial->path, why);

    if (first == NULL)
        trial_skip(trial, "the file does not load");
    for (int i = 0; i < 3; i++) {
        if (module_file_entry(trial->path, why) != first)
            trial_fail(trial, "a second call returned another pointer");
    }
}

/* What compilers add for coverage and sanitizers is theirs. */
static bool is_reserved(const char *name)
{
    return name[0] == '_';
}

static void look_at_export(void *context, const struct elf_symbol *symbol)
{
    struct trial *trial = context;
    char shown[TEXT_SHOWN];

    if (symbol->defined && !symbol->weak && !is_reserved(symbol->name) &&
        strcmp(symbol->name, "cl_module_v1") != 0)
        trial_fail(trial, "it exports %s too (compile with -fvisibility=hidden)",
                   text_show_string(shown, symbol->name));
}

static void open_file(struct trial *trial, struct elf *elf)
{
    if (!elf_open(elf, trial->path))
        trial_fail(trial, "it is no shared object of this machine");
}

void test_file_exports(struct trial *trial)
{
    struct elf elf;

    open_file(trial, &elf);
    elf_symbols(&elf, ELF_DYNAMIC, look_at_export, trial);
    elf_close(&elf);
}

struct imports {
    struct trial *trial;
    void *handle;
};

static void look_at_import(void *context, const struct elf_symbol *symbol)
{
    const struct imports *imports = context;
    char shown[TEXT_SHOWN];

    if (!symbol->defined && !symbol->weak && !is_reserved(symbol->name) &&
        dlsym(imports->handle, symbol->name) == NULL)
        trial_fail(imports->trial, "%s comes from none of its libraries (link with -Wl,-z,defs)",
                   text_show_string(shown, symbol->name));
}

/* What a handle finds is its own and its libraries', not what the program has loaded. */
void test_file_imports(struct trial *trial)
{
    struct imports imports = { trial, dlopen(trial->path, RTLD_NOW | RTLD_LOCAL) };
    struct elf elf;

    open_file(trial, &elf);
    if (imports.handle == NULL)
        trial_fail(trial, "it cannot be loaded");
    elf_symbols(&elf, ELF_DYNAMIC, look_at_import, &imports);
    elf_close(&elf);
}

static bool only_stores(const struct cl_module *module)
{
    for (size_t i = 0; module->plugins[i] != NULL; i++) {
        if (plugin_store(module->plugins[i]) == NULL)
            return false;
    }
    return true;
}

/* The standard library of Rust comes as a part of the file and names all that it could ever
 * call; what the plugin really does is seen by the tests of the process. */
static void look_for_runtime(void *context, const struct elf_symbol *symbol)
{
    if (!symbol->defined && strcmp(symbol->name, "_Unwind_Backtrace") == 0)
        trial_skip(context, "it has the runtime of another language in it: see process.*");
}

static void look_at_call(void *context, const struct elf_symbol *symbol)
{
    struct trial *trial = context;
    enum article article =
        symbol->defined ? ARTICLE_COUNT : calls_article(symbol->name, only_stores(trial->module));

    if (article != ARTICLE_COUNT)
        trial_break(trial, article, "it uses %s", symbol->name);
}

void test_file_calls(struct trial *trial)
{
    struct elf elf;

    open_file(trial, &elf);
    elf_symbols(&elf, ELF_DYNAMIC, look_for_runtime, trial);
    elf_symbols(&elf, ELF_DYNAMIC, look_at_call, trial);
    elf_close(&elf);
}
