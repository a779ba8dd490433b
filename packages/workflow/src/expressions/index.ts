export {emptyEnvironment, type Environment} from './environment.js'
export {evaluate, evaluateIn} from './evaluate.js'
export {type ExplainedExpression, explainWorkflow} from './explain-workflow.js'
