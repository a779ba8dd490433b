#!/usr/bin/env node
import {unsupportedNode} from './supported-node.js'

const problem = unsupportedNode()
if (problem) {
  console.error(problem)
  process.exitCode = 3
} else {
  // Not a static import: an older Node would stumble over it before it could say what is wrong.
  const {main} = await import('../main.js')
  await main(process.argv.slice(2), import.meta.url)
}
