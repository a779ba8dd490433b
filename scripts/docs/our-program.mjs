import ts from 'typescript'

import {importedFile} from '../our-sources.mjs'

/** A TypeScript program of our sources (a map of path to text), without libraries: takes a fraction of a second. */
export function ourProgram(sources) {
  const files = new Map(
    [...sources].map(([path, text]) => [path, ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)]),
  )
  return ts.createProgram({
    rootNames: [...files.keys()],
    options: {noLib: true, types: [], strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022},
    host: {
      ...ts.createCompilerHost({}),
      getSourceFile: (path) => files.get(path),
      fileExists: (path) => files.has(path),
      readFile: (path) => sources.get(path),
      getCurrentDirectory: () => '',
      resolveModuleNameLiterals: (names, from) => names.map(({text}) => resolved(importedFile(text, from), files)),
    },
  })
}

function resolved(path, files) {
  const resolvedModule = files.has(path) ? {resolvedFileName: path, extension: '.ts'} : undefined
  return {resolvedModule}
}
