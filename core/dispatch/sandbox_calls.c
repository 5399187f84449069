/* sandbox_calls.c - the system calls that a plugin in a process of its own is refused.
 *
 * What opens files is Landlock's affair. Here is what it does not know: sockets of any
 * kind, other processes, modes and owners by path, and doors into the kernel. */
#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#define MACHINE 0
#endif

/* Refused with EPERM; `clone3` as if it did not exist, so that the C library tries clone. */
static const int refused[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept4,
    SYS_accept,
    SYS_clone,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_open,
    SYS_pidfd_send_signal,
    SYS_pidfd_getfd,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_tkill,
    SYS_setpriority,
    SYS_sched_setscheduler,
    SYS_sched_setattr,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_utimensat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_shmget,
    SYS_semget,
    SYS_msgget,
    SYS_mq_open,
    SYS_setrlimit,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
#endif
};

enum { REFUSED = sizeof(refused) / sizeof(refused[0]) };

#define LOAD(field)  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define IF_EQUAL(value, then, otherwise)                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), (then), (otherwise))
#define ARGUMENT(index) (offsetof(struct seccomp_data, args) + (index) * sizeof(uint64_t))

/* `call` is refused unless the low half of an argument is `value`: signals to itself, for
 * abort(); limits that are only read. */
#define UNLESS(call, index, value)                                                                 \
    IF_EQUAL(call, 0, 4), LOAD(ARGUMENT(index)), IF_EQUAL(value, 0, 1), ANSWER(SECCOMP_RET_ALLOW), \
        ANSWER(SECCOMP_RET_ERRNO | EPERM)

bool sandbox_filter_calls(void)
{
    uint32_t self = (uint32_t)getpid();
    const struct sock_filter head[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        IF_EQUAL(MACHINE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(offsetof(struct seccomp_data, nr)),
        /* The other numbering of x86-64 (x32) would go around the list. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
        IF_EQUAL(SYS_clone3, 0, 1),
        ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
        UNLESS(SYS_kill, 0, self),
        UNLESS(SYS_tgkill, 0, self),
        UNLESS(SYS_prlimit64, 2, 0),
    };
    enum { HEAD = sizeof(head) / sizeof(head[0]) };
    struct sock_filter filter[HEAD + 2 * REFUSED + 1];
    struct sock_fprog program = { HEAD + 2 * REFUSED + 1, filter };

    if (MACHINE == 0)
        return false;
    for (int i = 0; i < HEAD; i++)
        filter[i] = head[i];
    for (int i = 0; i < REFUSED; i++) {
        filter[HEAD + 2 * i] = (struct sock_filter)IF_EQUAL(refused[i], 0, 1);
        filter[HEAD + 2 * i + 1] =
            (struct sock_filter)ANSWER(SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
    }
    filter[HEAD + 2 * REFUSED] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
