#include "app/sandbox.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <fcntl.h>
#include <array>
#include <cerrno>
#include <memory>
#include <string>

#include "core/error.h"

namespace sanad::app {
namespace {

[[noreturn]] void refuse(const std::string& call) {
    throw Error(ErrorCode::external, call + ": the sandbox could not be set up",
                UserMessage{"app.sandbox_failed", {call}});
}

void limit(__rlimit_resource_t what, rlim_t value, const char* name) {
    const rlimit wanted{value, value};
    if (setrlimit(what, &wanted) != 0) refuse(name);
}

struct FilterRelease {
    void operator()(void* filter) const { seccomp_release(filter); }
};

// What a decoder never needs. Threads stay possible: OpenCV and the allocator use them.
constexpr std::array denied = {
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "execve",
    "execveat",
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "kill",
    "tkill",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "mknod",
    "mknodat",
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "truncate",
    "creat",
    "mount",
    "umount2",
    "chroot",
    "pivot_root",
    "setuid",
    "setgid",
    "bpf",
    "io_uring_setup",
    "userfaultfd",
    "keyctl",
    "add_key",
    "perf_event_open",
    "unshare",
    "setns",
    "openat2",
    "open_by_handle_at",
    "memfd_create",
    "init_module",
    "finit_module",
    "kexec_load",
    "reboot",
};

void deny_opening_for_writing(scmp_filter_ctx filter) {
    // openat(dir, path, flags, …): the two lowest bits say read-only (0), write-only or both; O_CREAT makes a
    // file.
    const int call = SCMP_SYS(openat);
    const int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 1,
                                       SCMP_A2(SCMP_CMP_MASKED_EQ, O_WRONLY, O_WRONLY)) |
                      seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 1,
                                       SCMP_A2(SCMP_CMP_MASKED_EQ, O_RDWR, O_RDWR)) |
                      seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 1,
                                       SCMP_A2(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT));
    if (error != 0) refuse("seccomp openat");
}

void filter_calls() {
    const std::unique_ptr<void, FilterRelease> filter(seccomp_init(SCMP_ACT_ALLOW));
    if (!filter) refuse("seccomp_init");
    for (const char* name : denied) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call == __NR_SCMP_ERROR) continue;  // this architecture has no such call
        if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) != 0) refuse(name);
    }
    deny_opening_for_writing(filter.get());
    if (seccomp_load(filter.get()) != 0) refuse("seccomp_load");
}

}  // namespace

void enter_sandbox(const SandboxLimits& limits) {
#if !defined(__SANITIZE_ADDRESS__)  // which maps terabytes of shadow memory
    limit(RLIMIT_AS, limits.memory_bytes, "RLIMIT_AS");
#endif
    limit(RLIMIT_NOFILE, static_cast<rlim_t>(limits.open_files), "RLIMIT_NOFILE");
    limit(RLIMIT_FSIZE, 0, "RLIMIT_FSIZE");
    limit(RLIMIT_CORE, 0, "RLIMIT_CORE");
    if (prctl(PR_SET_PDEATHSIG, 9) != 0) refuse("PR_SET_PDEATHSIG");
    if (prctl(PR_SET_DUMPABLE, 0) != 0) refuse("PR_SET_DUMPABLE");
    filter_calls();
}

void allow_cpu_seconds(int seconds) {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1);
    const rlimit wanted{spent + static_cast<rlim_t>(seconds), RLIM_INFINITY};
    if (setrlimit(RLIMIT_CPU, &wanted) != 0) refuse("RLIMIT_CPU");
}

}  // namespace sanad::app
