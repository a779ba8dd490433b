/** What `docker network inspect` is to print, for `readGateway`. */
export const gatewayFormat = '{{range .IPAM.Config}}{{.Gateway}} {{end}}'

/** The IPv4 address that this machine has on a network; undefined where it has none. */
export function readGateway(line: string): string | undefined {
  return line.split(' ').find((address) => /^\d+(\.\d+){3}$/.test(address))
}
