/* sandbox_calls.c - the system calls of sandbox.h; those that a machine lacks are left out. */
#include "sandbox.h"

#include <sys/syscall.h>

#define CALL(name)                                                                                 \
    {                                                                                              \
        SYS_##name, #name                                                                          \
    }
#define END                                                                                        \
    {                                                                                              \
        0, NULL                                                                                    \
    }

static const struct system_call file_calls[] = {
#ifdef SYS_open
    CALL(open),
    CALL(creat),
    CALL(unlink),
    CALL(rename),
    CALL(mkdir),
    CALL(rmdir),
    CALL(link),
    CALL(symlink),
    CALL(pipe),
    CALL(dup2),
    CALL(chmod),
    CALL(chown),
    CALL(mknod),
#endif
    CALL(openat),
    CALL(unlinkat),
    CALL(mkdirat),
    CALL(linkat),
    CALL(symlinkat),
    CALL(renameat2),
    CALL(truncate),
    CALL(ftruncate),
    CALL(fchmod),
    CALL(fchown),
    CALL(socket),
    CALL(socketpair),
    CALL(connect),
    CALL(bind),
    CALL(pipe2),
    CALL(dup),
    CALL(dup3),
    CALL(memfd_create),
    CALL(eventfd2),
    CALL(epoll_create1),
    CALL(inotify_init1),
#ifdef SYS_openat2
    CALL(openat2),
#endif
    END,
};

static const struct system_call output_calls[] = {
    CALL(write),   CALL(writev), CALL(pwrite64), CALL(pwritev), CALL(sendto),
    CALL(sendmsg), CALL(ioctl),  CALL(close),    END,
};

static const struct system_call thread_calls[] = {
#ifdef SYS_fork
    CALL(fork),   CALL(vfork),
#endif
    CALL(clone),  CALL(execve), CALL(execveat),
#ifdef SYS_clone3
    CALL(clone3),
#endif
    END,
};

static const struct system_call process_calls[] = {
#ifdef SYS_alarm
    CALL(alarm),
#endif
    CALL(rt_sigaction),
    CALL(rt_sigprocmask),

    CALL(kill),
    CALL(tkill),
    CALL(tgkill),
    CALL(setitimer),
    CALL(timer_create),
    CALL(chdir),
    CALL(fchdir),
    CALL(chroot),
    CALL(umask),
    CALL(setrlimit),
    CALL(prctl),
    CALL(setpriority),
    CALL(setuid),
    CALL(setgid),
    CALL(setsid),
    CALL(setpgid),
    CALL(personality),
    CALL(sched_setaffinity),
    END,
};

static const struct system_call clock_calls[] = {
#ifdef SYS_time
    CALL(time),
    CALL(poll),
    CALL(select),
#endif
    CALL(gettimeofday),
    CALL(clock_gettime),
    CALL(clock_getres),
    CALL(times),
    CALL(getrandom),
    CALL(nanosleep),
    CALL(clock_nanosleep),
    CALL(getpid),
    CALL(getppid),
    CALL(gettid),
    CALL(uname),
    CALL(sysinfo),
    CALL(getrusage),
    CALL(getcwd),
    CALL(getuid),
    CALL(ppoll),
    CALL(pselect6),
    END,
};

const struct sandbox_rule sandbox_files = { "it opened or changed a file or a connection",
                                            file_calls, false, true };
const struct sandbox_rule sandbox_output = { "it used standard input, output or error",
                                             output_calls, true, false };
const struct sandbox_rule sandbox_threads = { "it started a thread or a process", thread_calls,
                                              false, false };
const struct sandbox_rule sandbox_process = { "it changed what belongs to the process",
                                              process_calls, false, false };
const struct sandbox_rule sandbox_clock = { "it read or waited for what differs from run to run",
                                            clock_calls, false, true };
