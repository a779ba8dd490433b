import {RdeError, type Remedy} from '@rde/errors'

import {thisPlatform} from '../managed-tools/managed-tools.js'
import {withoutCredentials} from './http-client.js'

const useProxy: Remedy = {
  what: 'Behind a proxy, set it',
  command: 'export HTTPS_PROXY=http://proxy.example.com:3128',
}
const useMirror: Remedy = {
  what: 'With a mirror, set it',
  command: 'export RDE_DOWNLOAD_MIRROR=https://mirror.example.com',
}

/** Has `reason` as a field, for callers that list several. */
export function downloadFailed(url: string, reason: string): RdeError & {readonly reason: string} {
  const error = new RdeError(`${withoutCredentials(url)} cannot be downloaded: ${reason}`, {
    code: 'RDE_DOWNLOAD_FAILED',
    remedies: [useProxy, useMirror],
  })
  return Object.assign(error, {reason})
}

/** The server sent a web page, for example the login page of a company or hotel network. */
export function notAFile(url: string): RdeError {
  return new RdeError(
    `${withoutCredentials(url)} cannot be downloaded: the server sent a web page instead of the file.`,
    {
      code: 'RDE_DOWNLOAD_FAILED',
      remedies: [
        {what: 'See what the page asks for, in a browser', command: withoutCredentials(url)},
        useProxy,
        useMirror,
      ],
    },
  )
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

/** `path`: a file in a stack folder that contains the tools. */
export function missingInFolder(path: string): RdeError {
  const [folder = path] = path.split('/tools/')
  return new RdeError(`${path} is missing.`, {
    code: 'RDE_STACK_SOURCE_MISSING',
    remedies: [
      {
        what: 'Download the tools for this platform on a machine with a network',
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
