/** The output format of `docker network inspect` for `readGateway`. */
export const gatewayFormat = '{{range .IPAM.Config}}{{.Gateway}} {{end}}'

/** This machine's IPv4 address on a network; undefined if there is none. */
export function readGateway(line: string): string | undefined {
  return line.split(' ').find((address) => /^\d+(\.\d+){3}$/.test(address))
}
