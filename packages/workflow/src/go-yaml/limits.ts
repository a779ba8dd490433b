/** What rde reads of a file. A workflow larger than this would not fit into the cluster's store (1.5 MiB for one object). */
export const limits = {
  fileBytes: 1.5 * 1024 * 1024,
  /** Characters that come out again where aliases stand. */
  repeated: 2 * 1024 * 1024,
  /** Of lists and mappings in each other. */
  depth: 100,
  /** Problems that are told; a garbled file has one in each line. */
  problems: 100,
} as const
