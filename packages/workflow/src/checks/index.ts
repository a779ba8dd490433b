export {expressionReferences} from './references.js'
