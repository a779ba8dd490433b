import {readFileSync} from 'node:fs'
import {join, relative} from 'node:path'

import ts from 'typescript'

import {importedFile, ourSources} from '../our-sources.mjs'

/** No file imports itself through other files, type imports included. */
export const noCycle = {
  meta: {type: 'problem', schema: [], messages: {cycle: 'A cycle: {{way}}. Move what both need to a file of its own.'}},
  create(context) {
    const graph = graphOf(context.cwd)
    const from = relative(context.cwd, context.filename)
    const check = (node) => {
      const to = node.source && importedFile(node.source.value, from)
      const back = to && pathBetween(graph, to, from)
      if (back) context.report({node, messageId: 'cycle', data: {way: [from, ...back].join(' → ')}})
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}

const graphs = new Map()

/** The imports of each of our files, read once per run of the linter. */
function graphOf(root) {
  if (!graphs.has(root)) {
    const read = (path) => [path, importsIn(readFileSync(join(root, path), 'utf8'), path)]
    graphs.set(root, new Map(ourSources(root).map(read)))
  }
  return graphs.get(root)
}

function importsIn(text, path) {
  const names = ts.preProcessFile(text, true, false).importedFiles.map(({fileName}) => fileName)
  return names.map((name) => importedFile(name, path)).filter((file) => file !== undefined)
}

/** The shortest import path from one file to another, both ends included. */
export function pathBetween(graph, start, end) {
  const ways = [[start]]
  const seen = new Set([start])
  for (const way of ways) {
    const last = way.at(-1)
    if (last === end) return way
    for (const next of graph.get(last) ?? []) {
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  }
  return undefined
}
