import {basename, dirname, sep} from 'node:path'

import {noCycle} from './import-cycles.js'

const hollow = /^(utils?|helpers?|common|shared|misc)$/

/** No file or folder has a meaningless name. */
const names = {
  meta: {type: 'problem', schema: [], messages: {hollow: '"{{part}}" says nothing of what is in it.'}},
  create(context) {
    return {
      Program(node) {
        const path = context.filename.slice(context.cwd.length)
        const parts = [...dirname(path).split(sep), basename(path).replace(/\..*$/, '')]
        const part = parts.find((word) => hollow.test(word))
        if (part) context.report({node, messageId: 'hollow', data: {part}})
      },
    }
  },
}

/** Every command declares a summary and examples; every arg ignores standard input. */
const commandDeclares = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      missing: 'A command declares `static override {{name}}`.',
      stdin: 'An arg needs `ignoreStdin: true`: oclif reads a missing one from standard input.',
    },
  },
  create(context) {
    const isCommand = /[/\\]src[/\\]commands[/\\]/.test(context.filename) && !context.filename.endsWith('.test.ts')
    if (!isCommand) return {}
    return {
      'ExportDefaultDeclaration > ClassDeclaration'(node) {
        const statics = node.body.body.filter((member) => member.static).map((member) => member.key.name)
        for (const name of ['summary', 'examples']) {
          if (!statics.includes(name)) context.report({node, messageId: 'missing', data: {name}})
        }
      },
      'CallExpression[callee.object.name="Args"]'(node) {
        const settings = node.arguments[0]?.properties ?? []
        if (!settings.some((property) => property.key?.name === 'ignoreStdin'))
          context.report({node, messageId: 'stdin'})
      },
    }
  },
}

export const houseRules = {rules: {names, 'command-declares': commandDeclares, 'no-cycle': noCycle}}
