import {RdeError, type Remedy} from '@rde/errors'

import {thisPlatform} from '../managed-tools/managed-tools.js'
import {withoutCredentials} from './http-client.js'

const useProxy: Remedy = {
  what: 'Behind a proxy, name it',
  command: 'export HTTPS_PROXY=http://proxy.example.com:3128',
}
const useMirror: Remedy = {
  what: 'With a mirror, name it',
  command: 'export RDE_DOWNLOAD_MIRROR=https://mirror.example.com',
}

/** `reason` alone as well, for whoever lists several. */
export function downloadFailed(url: string, reason: string): RdeError & {readonly reason: string} {
  const error = new RdeError(`${withoutCredentials(url)} cannot be downloaded: ${reason}`, {
    code: 'RDE_DOWNLOAD_FAILED',
    remedies: [useProxy, useMirror],
  })
  return Object.assign(error, {reason})
}

/** Whoever signs in at a company's or a hotel's network meets this. */
export function notAFile(url: string): RdeError {
  return new RdeError(`${withoutCredentials(url)} cannot be downloaded: a web page came instead of the file.`, {
    code: 'RDE_DOWNLOAD_FAILED',
    remedies: [
      {what: 'See what the page asks for, in a browser', command: withoutCredentials(url)},
      useProxy,
      useMirror,
    ],
  })
}

export function certificateRefused(url: string, reason: string): RdeError {
  const message = `${withoutCredentials(url)} cannot be downloaded: the server's certificate is not trusted (${reason}).`
  return new RdeError(message, {
    code: 'RDE_DOWNLOAD_CERTIFICATE',
    remedies: [
      {
        what: 'If your company signs the traffic, trust its certificate',
        command: 'export NODE_EXTRA_CA_CERTS=/path/to/company-ca.pem',
      },
    ],
  })
}

/** `path`: in the folder of a stack that brings its own tools. */
export function missingInFolder(path: string): RdeError {
  const [folder = path] = path.split('/tools/')
  return new RdeError(`${path} is missing.`, {
    code: 'RDE_STACK_SOURCE_MISSING',
    remedies: [
      {
        what: 'Bring the tools for this platform, where there is a network',
        command: `rde stack pull -o '${folder}' --platform ${thisPlatform()}`,
      },
    ],
  })
}

export function wrongSum(url: string, {expected, got}: {expected: string; got: string}): RdeError {
  return new RdeError(
    `${withoutCredentials(url)} is not the file that rde expects.\nexpected SHA-256 ${expected}\ngot      SHA-256 ${got}`,
    {code: 'RDE_CHECKSUM', remedies: [useMirror], outcome: 'The file was removed.'},
  )
}
