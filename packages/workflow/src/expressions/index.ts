export {emptyEnvironment, type Environment} from './environment.js'
export {evaluate, evaluateIn} from './evaluate.js'
