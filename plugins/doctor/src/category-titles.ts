/** The headings of a report, in its order. */
export const categoryTitles = {
  tools: 'Tools',
  docker: 'Docker',
  machine: 'Machine',
  network: 'Network',
  ports: 'Ports',
  files: 'Files',
  images: 'Images',
  cluster: 'Cluster',
  extensions: 'Extensions',
} as const
