import {existsSync} from 'node:fs'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be executed',
  EPERM: 'it may not be executed',
  ENOEXEC: 'it is no program of this system',
  ENOTDIR: 'there is no such program',
  ELOOP: 'its links lead in a circle',
  ETXTBSY: 'it is being written',
  E2BIG: 'its command line is too long',
  EAGAIN: 'the system starts no more processes',
  ENOMEM: 'there is not enough memory',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** Why a program did not start, in words. `file`: its path, as far as it is known. */
export function whyNotStarted({code, message}: NodeJS.ErrnoException, file: string): string {
  // The system says the same of a script and of what its first line names.
  if (code === 'ENOENT' && file.includes('/') && existsSync(file)) return 'what its first line names is missing'
  if (code === 'ENOENT') return 'there is no such program'
  return reasons[code ?? ''] ?? code ?? message
}
