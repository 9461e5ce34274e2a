#define _GNU_SOURCE
#include "CReferenceCounts.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>

static _Thread_local uint64_t operations;

uint64_t gg_reference_operations(void) { return operations; }

#if defined(__x86_64__) && defined(__linux__)

/* The function of this name that would have been called without the one here. */
static void *next(_Atomic(void *) *known, const char *name) {
    void *function = atomic_load_explicit(known, memory_order_relaxed);
    if (function == NULL) {
        function = dlsym(RTLD_NEXT, name);
        atomic_store_explicit(known, function, memory_order_relaxed);
    }
    return function;
}

void *swift_retain(void *object) {
    static _Atomic(void *) known;
    operations++;
    return ((void *(*)(void *))next(&known, "swift_retain"))(object);
}

void swift_release(void *object) {
    static _Atomic(void *) known;
    operations++;
    ((void (*)(void *))next(&known, "swift_release"))(object);
}

void *swift_retain_n(void *object, uint32_t count) {
    static _Atomic(void *) known;
    operations++;
    return ((void *(*)(void *, uint32_t))next(&known, "swift_retain_n"))(object, count);
}

void swift_release_n(void *object, uint32_t count) {
    static _Atomic(void *) known;
    operations++;
    ((void (*)(void *, uint32_t))next(&known, "swift_release_n"))(object, count);
}

void *swift_bridgeObjectRetain(void *object) {
    static _Atomic(void *) known;
    operations++;
    return ((void *(*)(void *))next(&known, "swift_bridgeObjectRetain"))(object);
}

void swift_bridgeObjectRelease(void *object) {
    static _Atomic(void *) known;
    operations++;
    ((void (*)(void *))next(&known, "swift_bridgeObjectRelease"))(object);
}

#endif
