/* sandbox.c - see sandbox.h. */
#include "sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Of kernels later than the headers this may be built with. */
enum {
    FS_REFER = 1 << 13,     /* ABI 2 */
    FS_TRUNCATE = 1 << 14,  /* 3 */
    NET_BIND_CONNECT = 3,   /* 4 */
    FS_IOCTL_DEV = 1 << 15, /* 5 */
    SCOPE_ALL = 3           /* 6: abstract sockets, signals */
};

enum {
    READING = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    FIRST_RIGHTS = (1 << 13) - 1 /* of ABI 1 */
};

/* What a store may do to files of its folder: no folders, links, pipes or devices. */
enum {
    STORING = READING | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
              LANDLOCK_ACCESS_FS_REMOVE_FILE | FS_TRUNCATE
};

struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

static int landlock_abi(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

    return abi < 0 ? 0 : (int)abi;
}

static uint64_t known_rights(int abi)
{
    static const struct {
        int abi;
        uint64_t right;
    } later[] = { { 2, FS_REFER }, { 3, FS_TRUNCATE }, { 5, FS_IOCTL_DEV } };
    uint64_t rights = FIRST_RIGHTS;

    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
        if (abi >= later[i].abi)
            rights |= later[i].right;
    }
    return rights;
}

static bool allow(int ruleset, int file, uint64_t rights)
{
    struct landlock_path_beneath_attr beneath = { .allowed_access = rights, .parent_fd = file };

    return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
}

/* Denies `rules` but what `rights` allow in `folder`. */
static bool restrict_files(const struct ruleset *rules, int abi, int folder, uint64_t rights)
{
    size_t size = abi < 4 ? sizeof(uint64_t) : abi < 6 ? 2 * sizeof(uint64_t) : sizeof(*rules);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, rules, size, 0);
    int random = open("/dev/urandom", O_PATH | O_CLOEXEC);
    bool good = ruleset >= 0;

    if (good && folder >= 0)
        good = allow(ruleset, folder, rights & rules->files);
    /* What a store makes numbers of; it tells nothing and takes nothing. */
    if (good && random >= 0 && (rules->files & LANDLOCK_ACCESS_FS_READ_FILE) != 0)
        good = allow(ruleset, random, LANDLOCK_ACCESS_FS_READ_FILE);
    good = good && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    if (random >= 0)
        (void)close(random);
    if (ruleset >= 0)
        (void)close(ruleset);
    return good;
}

static void limit(int resource, rlim_t most)
{
    struct rlimit limits = { most, most };

    (void)setrlimit((__rlimit_resource_t)resource, &limits);
}

/* A plugin of ours needs a few megabytes; what the program has already counts too. A
 * sanitizer's shadow takes terabytes of addresses. */
static void limit_memory(void)
{
    static const rlim_t room = (rlim_t)1 << 30;
    FILE *file = SANITIZED ? NULL : fopen("/proc/self/statm", "re");
    unsigned long pages;

    if (file == NULL)
        return;
    if (fscanf(file, "%lu", &pages) == 1)
        limit(RLIMIT_AS, pages * (rlim_t)sysconf(_SC_PAGESIZE) + room);
    (void)fclose(file);
}

unsigned sandbox_begin(int folder)
{
    int abi = landlock_abi();
    struct ruleset rules = { known_rights(abi) & ~(uint64_t)READING,
                             abi >= 4 ? NET_BIND_CONNECT : 0, abi >= 6 ? SCOPE_ALL : 0 };
    unsigned lack = 0;

    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    if (folder < 0)
        limit(RLIMIT_FSIZE, 0);
    limit_memory();
    if (abi == 0 || !restrict_files(&rules, abi, folder, STORING))
        lack |= SANDBOX_FILES;
    if (!sandbox_filter_calls())
        lack |= SANDBOX_CALLS | (abi < 4 ? SANDBOX_NETWORK : 0U);
    return lack;
}

unsigned sandbox_complete(int folder)
{
    struct ruleset rules = { READING, 0, 0 };
    int abi = landlock_abi();

    /* Not before: a process that cannot be dumped cannot look into /proc/self/fd either,
     * and that is where its file is loaded from. */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

    return abi != 0 && restrict_files(&rules, abi, folder, STORING) ? 0 : SANDBOX_FILES;
}

const char *sandbox_lacks(unsigned lack)
{
    static const struct {
        unsigned lack;
        const char *text;
    } texts[] = {
        { SANDBOX_FILES | SANDBOX_NETWORK, "this kernel keeps plugins neither from opening files "
                                           "nor from the network (no Landlock, no seccomp)" },
        { SANDBOX_FILES, "this kernel does not keep plugins from opening files (no Landlock)" },
        { SANDBOX_NETWORK, "this kernel does not keep plugins from the network (no seccomp)" },
        { SANDBOX_CALLS, "this kernel does not keep plugins from other processes (no seccomp)" },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if ((lack & texts[i].lack) == texts[i].lack)
            return texts[i].text;
    }
    return NULL;
}
