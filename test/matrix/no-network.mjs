// Preloaded by NODE_OPTIONS: a machine without a network. Only the loopback interface and sockets in files are reached.
import dns from 'node:dns'
import {isIP, Socket} from 'node:net'

const lookup = dns.lookup
dns.lookup = (name, ...rest) => {
  if (name === 'localhost' || isIP(name)) return lookup(name, ...rest)
  const error = Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), {code: 'EAI_AGAIN', syscall: 'getaddrinfo'})
  process.nextTick(rest.at(-1), error)
}
const connect = Socket.prototype.connect
Socket.prototype.connect = function (...args) {
  const [{host, path} = {}] = Array.isArray(args[0]) ? args[0] : args
  if (path === undefined && isIP(host) && host !== '127.0.0.1' && host !== '::1') {
    const error = Object.assign(new Error(`connect ENETUNREACH ${host}`), {code: 'ENETUNREACH', syscall: 'connect'})
    process.nextTick(() => this.destroy(error))
    return this
  }
  return connect.apply(this, args)
}
