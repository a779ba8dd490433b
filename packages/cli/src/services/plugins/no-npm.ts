import {exitCodes, RdeError} from '@rde/errors'

/** `word`: the package to install. */
export function noNpm(word: string): RdeError {
  return new RdeError('npm is not installed. rde installs extensions by npm, which usually comes with Node.', {
    code: 'RDE_TOOLS',
    exitCode: exitCodes.toolUnavailable,
    outcome: 'Nothing was installed.',
    remedies: [
      {what: 'Install Node with npm', command: 'https://nodejs.org/en/download'},
      {what: 'Then install the extension', command: `rde plugins install ${word}`},
    ],
  })
}
