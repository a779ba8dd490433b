import {existsSync} from 'node:fs'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it is not executable',
  EPERM: 'it is not executable',
  ENOEXEC: 'it is not a program for this system',
  ENOTDIR: 'there is no such program',
  ELOOP: 'its symbolic links form a loop',
  ETXTBSY: 'it is being written',
  E2BIG: 'its command line is too long',
  EAGAIN: 'the system does not allow more processes',
  ENOMEM: 'there is not enough memory',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** Why a program did not start, in words. `file`: its path or name. */
export function whyNotStarted({code, message}: NodeJS.ErrnoException, file: string): string {
  // The system reports the same error for a script and for the interpreter in its first line.
  if (code === 'ENOENT' && file.includes('/') && existsSync(file))
    return 'the interpreter in its first line does not exist'
  if (code === 'ENOENT') return 'there is no such program'
  return reasons[code ?? ''] ?? code ?? message
}
