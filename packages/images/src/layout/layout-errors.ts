import {exitCodes, RdeError} from '@rde/errors'

/** A file of a folder with images that is not what it was written as. Once it is gone, the next pull brings it anew. */
export function damagedFile(file: string, why: string): RdeError {
  return new RdeError(`${file} is damaged: ${why}.`, {
    code: 'RDE_CHECKSUM',
    exitCode: exitCodes.failed,
    remedies: [{what: 'Copy the folder again, or remove the file and bring it anew', command: removeCommand(file)}],
    outcome: 'Nothing of it was used.',
  })
}

function removeCommand(file: string): string {
  const folder = file.replace(/\/images\/(index\.json|blobs\/.*)$/, '')
  return `rm '${file}' && rde stack pull -o '${folder}'`
}
