import {accessSync, constants, existsSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname} from 'node:path'
import {getSystemErrorMap} from 'node:util'

import {exitCodes, RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner/masking/command-line'

import {formatProblem, type Problem} from '../schema/problem.js'

/** `backup`: an earlier, valid file, offered if this one is not even JSON, for example after a full disk. */
export function invalidConfig(path: string, problems: readonly Problem[], backup?: string): RdeError {
  const torn = problems.some((problem) => problem.path === '')
  const restore = {what: 'Restore the last valid one', command: commandLine({file: 'cp', args: [backup ?? '', path]})}
  return new RdeError(`${path} has ${counted(problems)}:\n${list(problems)}`, {
    code: 'RDE_CONFIG_INVALID',
    exitCode: exitCodes.usage,
    remedies: [
      ...(torn && backup !== undefined ? [restore] : []),
      {what: 'Correct it', command: 'rde config edit'},
      {what: 'Or start over', command: 'rde cluster delete'},
    ],
  })
}

/** For the user's defaults.json, which rde does not edit. */
export function invalidDefaults(path: string, problems: readonly Problem[]): RdeError {
  return new RdeError(`${path} has ${counted(problems)}:\n${list(problems)}`, {
    code: 'RDE_DEFAULTS_INVALID',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Correct it', command: commandLine({file: 'vi', args: [path]})}],
    outcome: 'config.json was not created.',
  })
}

/** A requested change that was not made. */
export function invalidChange(path: string, problems: readonly Problem[]): RdeError {
  return new RdeError(`The change would make ${path} invalid:\n${list(problems)}`, {
    code: 'RDE_SETTING_INVALID',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See the allowed values', command: 'rde config schema'}],
    outcome: 'Nothing was changed.',
  })
}

export function tooNewConfig(path: string, version: number): RdeError {
  return new RdeError(`${path} has version ${version}; this rde only reads version 1. A newer rde wrote it.`, {
    code: 'RDE_CONFIG_TOO_NEW',
    exitCode: exitCodes.usage,
    remedies: [
      {what: 'See the version of this rde', command: 'rde version'},
      {what: 'Or start over with this one', command: 'rde cluster delete'},
    ],
  })
}

export function absentConfig(path: string): RdeError {
  return new RdeError(`${path} does not exist: no cluster has been started here.`, {
    code: 'RDE_CONFIG_ABSENT',
    exitCode: exitCodes.clusterAbsent,
    remedies: [{what: 'Start one', command: 'rde cluster start'}],
  })
}

export function changedConfig(path: string): RdeError {
  return new RdeError(`${path} was changed by another program each time rde tried to write it.`, {
    code: 'RDE_CONFIG_CHANGED',
    remedies: [{what: 'Close the editor that changes it, then check the file', command: 'rde config validate'}],
    outcome: 'rde did not change it.',
  })
}

/** A file that cannot be read or written, with the system's reason, and its owner if that is another user. */
export function fileFailed(doing: 'read' | 'write', path: string, error: unknown): RdeError {
  const {code = String(error)} = error as NodeJS.ErrnoException
  const existing = nearestExisting(path)
  const owner = otherOwner(existing)
  // Making a folder in a read-only folder fails with ENOENT on Node 20.
  const reason = doing === 'write' && code === 'ENOENT' ? writeRefusal(existing) : code
  const denied = reason === 'EACCES' || reason === 'EPERM'
  const ownership = denied && owner !== undefined ? `; ${existing} belongs to ${owner}` : ''
  return new RdeError(`rde cannot ${doing} ${path}: ${inWords(reason)}${ownership}.`, {
    code: doing === 'read' ? 'RDE_FILE_UNREADABLE' : 'RDE_FILE_UNWRITABLE',
    remedies: [
      ...(ownership === ''
        ? []
        : [{what: 'Change the owner', command: `sudo chown -R "$(id -un)" ${quoted(existing)}`}]),
      ['ENOSPC', 'EDQUOT', 'EROFS'].includes(reason)
        ? {what: 'See the disk usage', command: commandLine({file: 'df', args: ['-h', existing]})}
        : {what: 'See the permissions', command: commandLine({file: 'ls', args: ['-ld', existing]})},
    ],
  })
}

/**
 * Turns an unexplained file system error (Node's own `EACCES: permission denied, open …`) into an RdeError; undefined
 * for any other error.
 */
export function fileSystemError(error: unknown): RdeError | undefined {
  const {code, syscall, path} = error as NodeJS.ErrnoException
  if (syscall === 'uv_cwd') return currentFolderUnusable(error)
  if (!(error instanceof Error) || code === undefined || syscall === undefined || path === undefined) return undefined
  const temporary = tmpdir()
  if (code === 'ENOENT' && path.startsWith(temporary) && !existsSync(temporary)) return noTemporaryFolder(temporary)
  return syscall.startsWith('spawn') ? undefined : fileFailed(syscall === 'open' ? 'read' : 'write', path, error)
}

/** The current folder may have been removed, or may be inaccessible. */
function currentFolderUnusable(error: unknown): RdeError {
  return new RdeError(`The current folder cannot be used: ${fileReason(error)}.`, {
    code: 'RDE_CURRENT_FOLDER',
    remedies: [{what: 'Go to another folder', command: 'cd ~'}],
  })
}

function noTemporaryFolder(folder: string): RdeError {
  return new RdeError(`The folder for temporary files, ${folder}, does not exist.`, {
    code: 'RDE_TMPDIR',
    remedies: [
      {what: 'Use the default folder', command: 'unset TMPDIR'},
      {what: 'Or create it', command: commandLine({file: 'mkdir', args: ['-p', folder]})},
    ],
  })
}

/** Undefined if unknown: in a folder without read permission, the system does not even report the owner. */
function ownerOf(path: string): number | undefined {
  try {
    return statSync(path, {throwIfNoEntry: false})?.uid
  } catch {
    return undefined
  }
}

/** The owner of a file, if that is another user. */
function otherOwner(path: string): string | undefined {
  const uid = ownerOf(path)
  if (uid === undefined || process.geteuid === undefined || uid === process.geteuid()) return undefined
  return uid === 0 ? 'root' : `another user (uid ${uid})`
}

function quoted(path: string): string {
  return commandLine({file: path, args: []})
}

/** The path itself, or its nearest existing parent folder, which the user can inspect. */
function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

/** Why the folder is not writable. */
function writeRefusal(folder: string): string {
  try {
    accessSync(folder, constants.W_OK)
    return 'ENOENT'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'ENOENT'
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a part of its path is not a folder',
  ENAMETOOLONG: 'its path is too long',
  EFBIG: 'it is too large',
  ENOTFILE: 'it is not a file',
  ELOOP: 'its symbolic links form a loop',
  ENOENT: 'there is no such file',
  ELOCKED: 'another rde kept it locked for too long',
}

/** Why the system refused a file, in words, without a code or a path. */
export function fileReason(error: unknown): string {
  const {code, syscall, message} = error as NodeJS.ErrnoException
  // An error without a system call is our own and already in words.
  return code === undefined || syscall === undefined ? message : inWords(code)
}

/** Our text for a code, else that of the system: `i/o error` for EIO. */
function inWords(code: string): string {
  if (reasons[code] !== undefined) return reasons[code]
  const known = [...getSystemErrorMap().values()].find(([name]) => name === code)
  return known?.[1] ?? code
}

function counted(problems: readonly Problem[]): string {
  return problems.length === 1 ? 'a problem' : `${problems.length} problems`
}

function list(problems: readonly Problem[]): string {
  return problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')
}
