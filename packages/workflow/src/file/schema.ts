const text = {type: 'string', minLength: 1} as const
/** A value, or a tag such as `!Parameter name`; editors validate only the value after the tag. */
const expression = {
  description: 'A value; it may hold tags such as !Parameter NAME and templates such as ${outputs.STEP.NAME}.',
}
const expressions = {type: 'object', additionalProperties: expression} as const
const texts = {type: 'array', items: {type: ['string', 'number', 'boolean']}} as const

const common = {
  name: {...text, description: 'Names the step; unique in the workflow.'},
  dependsOn: {
    description: 'The steps that must have succeeded before this one. Steps whose outputs it uses are added.',
    oneOf: [text, {type: 'array', items: text}],
  },
  when: {description: 'A condition, or a list of conditions that must all be true: ${parameters.env == "prod"}'},
}

const container = {
  type: 'object',
  required: ['name', 'image'],
  additionalProperties: false,
  properties: {
    ...common,
    type: {const: 'container'},
    image: {...text, description: 'The image that the step runs in.'},
    spec: {...expressions, description: 'Values that the step reads from the metadata API (ni get).'},
    env: {...expressions, description: 'Environment variables of the step.'},
    input: {...texts, description: 'The lines of the script that the step runs.'},
    inputFile: {...text, description: 'A script: an https address, or a path relative to this file.'},
    command: {...text, description: 'The program that the step runs instead of the one of its image.'},
    args: {...texts, description: 'The arguments of the program.'},
  },
} as const

const approval = {
  type: 'object',
  required: ['name', 'type'],
  additionalProperties: false,
  properties: {
    ...common,
    type: {const: 'approval'},
    description: {...text, description: 'The question that is asked.'},
  },
} as const

const trigger = {
  type: 'object',
  required: ['name', 'source'],
  properties: {
    name: text,
    source: {
      type: 'object',
      required: ['type'],
      properties: {type: {enum: ['schedule', 'push', 'webhook']}},
    },
    binding: {type: 'object'},
    when: common.when,
  },
} as const

/** JSON Schema (draft 7) of workflow files, for editors: completion, hints and checks while typing. */
export const workflowSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Relay workflow',
  type: 'object',
  required: ['steps'],
  additionalProperties: false,
  properties: {
    apiVersion: {const: 'v1'},
    kind: {const: 'Workflow'},
    name: {
      type: 'string',
      pattern: '^[a-z]([a-z0-9-]*[a-z0-9])?$',
      maxLength: 50,
      description: 'The name of the workflow. Default: the name of the file.',
    },
    summary: text,
    description: text,
    homepage: text,
    source: text,
    tags: {type: 'array', items: text},
    locals: {description: 'Anything, for anchors that other parts refer to.'},
    parameters: {
      type: 'object',
      description: 'The parameters of a run, set with -p NAME=VALUE.',
      additionalProperties: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: {
          description: text,
          type: text,
          default: {description: 'The value if a run sets none. A parameter without a default must be set.'},
        },
      },
    },
    steps: {type: ['array', 'null'], items: {oneOf: [container, approval]}},
    triggers: {type: ['array', 'null'], items: trigger},
  },
} as const
