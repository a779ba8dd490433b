#!/usr/bin/env node
/* global require -- the build makes a CommonJS file of this, which Node loads 5 ms sooner than a module */
import {unsupportedNode} from './supported-node.js'

const problem = unsupportedNode()
if (problem) {
  console.error(problem)
  process.exitCode = 3
} else {
  // Not an import: an older Node would stumble over it before it could say what is wrong.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  require('../main.cjs').main(process.argv.slice(2))
}
