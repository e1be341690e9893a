// hwloc as Swift imports it, and the few calls whose form differs between the versions of the library: kinds of CPUs
// came with hwloc 2.4, and hwloc 3 hands out a kind's attributes in another structure.

#ifndef RINGBENCH_CHWLOC_H
#define RINGBENCH_CHWLOC_H

#include <hwloc.h>
#include <hwloc/distances.h>
#include <string.h>
#if HWLOC_API_VERSION >= 0x00020400
#include <hwloc/cpukinds.h>
#endif

/// The newest XML format that this version of hwloc reads: its own major version.
static inline int rb_hwloc_format(void) { return HWLOC_API_VERSION >> 16; }

/// The number of kinds of CPUs; 0 where the topology does not say.
static inline int rb_cpu_kinds(hwloc_topology_t topology) {
#if HWLOC_API_VERSION >= 0x00020400
  return hwloc_cpukinds_get_nr(topology, 0);
#else
  return 0;
#endif
}

/// Fills `cpuset` with the CPUs of a kind. Returns its rank (higher is faster), or -1 where the kinds are not ranked.
static inline int rb_cpu_kind(hwloc_topology_t topology, unsigned kind, hwloc_bitmap_t cpuset) {
  int efficiency = -1;
#if HWLOC_API_VERSION >= 0x00030000
  if (hwloc_cpukinds_get_info(topology, kind, cpuset, &efficiency, NULL, 0) != 0) return -1;
#elif HWLOC_API_VERSION >= 0x00020400
  if (hwloc_cpukinds_get_info(topology, kind, cpuset, &efficiency, NULL, NULL, 0) != 0) return -1;
#endif
  return efficiency;
}

/// An attribute of a kind, as "CoreType"; NULL where it has none of that name. Valid as long as the topology.
static inline const char *rb_cpu_kind_attribute(hwloc_topology_t topology, unsigned kind, const char *name) {
  struct hwloc_info_s *infos = NULL;
  unsigned count = 0;
#if HWLOC_API_VERSION >= 0x00030000
  struct hwloc_infos_s *all = NULL;
  if (hwloc_cpukinds_get_info(topology, kind, NULL, NULL, &all, 0) != 0 || all == NULL) return NULL;
  infos = all->array;
  count = all->count;
#elif HWLOC_API_VERSION >= 0x00020400
  if (hwloc_cpukinds_get_info(topology, kind, NULL, NULL, &count, &infos, 0) != 0) return NULL;
#endif
  for (unsigned i = 0; i < count; i++)
    if (strcmp(infos[i].name, name) == 0) return infos[i].value;
  return NULL;
}

/// The bit of a distance matrix's kind that says that it holds latencies; hwloc 3 renamed it.
#if HWLOC_API_VERSION >= 0x00030000
enum { RB_DISTANCES_ARE_LATENCIES = HWLOC_DISTANCES_KIND_VALUE_LATENCY };
#else
enum { RB_DISTANCES_ARE_LATENCIES = HWLOC_DISTANCES_KIND_MEANS_LATENCY };
#endif

#endif
