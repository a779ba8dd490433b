export const largeRun = {steps: 500, lines: 100_000}

/** The first of many steps prints a long log; the others wait for each other in rows of twenty. */
export const largeWorkflow = [
  'name: large',
  'steps:',
  `- {name: step-0, image: x, input: ['i=0; while [ $i -lt ${largeRun.lines} ]; do i=$((i+1)); echo "line $i of the log"; done']}`,
  ...Array.from({length: largeRun.steps - 1}, (_, index) => {
    const number = index + 1
    return `- {name: step-${number}, image: x, dependsOn: [step-${Math.max(0, number - 20)}], input: [':']}`
  }),
].join('\n')
