export {layoutGraph, type GraphLayout, type GraphStep, type Point} from './layout.js'
