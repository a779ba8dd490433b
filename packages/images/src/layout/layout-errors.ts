import {exitCodes, RdeError} from '@rde/errors'

/** A file of an image folder that does not have its original content. Once it is deleted, the next pull restores it. */
export function damagedFile(file: string, why: string): RdeError {
  return new RdeError(`${file} is damaged: ${why}.`, {
    code: 'RDE_CHECKSUM',
    exitCode: exitCodes.failed,
    remedies: [{what: 'Copy the folder again, or delete the file and pull it again', command: removeCommand(file)}],
    outcome: 'The file was not used.',
  })
}

function removeCommand(file: string): string {
  const folder = file.replace(/\/images\/(index\.json|blobs\/.*)$/, '')
  return `rm '${file}' && rde stack pull -o '${folder}'`
}
