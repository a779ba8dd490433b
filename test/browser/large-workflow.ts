export const largeRun = {steps: 500, lines: 100_000}

const printsLines = `i=0; while [ $i -lt ${largeRun.lines} ]; do i=$((i+1)); echo "line $i of the log"; done`

/** The first of many steps prints a long log; the others wait for each other in rows of twenty. */
export const largeWorkflow = workflow('large', (number) =>
  number === 0 ? {input: printsLines} : {input: ':', dependsOn: `[step-${Math.max(0, number - 20)}]`},
)

/** As large, but it keeps running: the first step prints what comes from its pipe; a pipe ends each other step. */
export const followedWorkflow = workflow('followed', (number) =>
  number === 0
    ? {input: `${printsLines}; exec cat "$PIPES/step-0"`, env: '{PIPES: !Parameter pipes}'}
    : {
        ...{input: `read line < "$PIPES/step-${number}"`, env: '{PIPES: !Parameter pipes}'},
        ...(number > 20 && {dependsOn: `[step-${number - 20}]`}),
      },
)

function workflow(name: string, step: (number: number) => {input: string; env?: string; dependsOn?: string}): string {
  const steps = Array.from({length: largeRun.steps}, (_, number) => {
    const {input, ...others} = step(number)
    const fields = Object.entries(others).map(([field, value]) => `, ${field}: ${value}`)
    return `- {name: step-${number}, image: x, input: ['${input}']${fields.join('')}}`
  })
  return [`name: ${name}`, 'parameters: {pipes: {default: none}}', 'steps:', ...steps].join('\n')
}
