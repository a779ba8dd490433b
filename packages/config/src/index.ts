export {clusterIdentity, type ClusterIdentity, type ClusterPorts} from './cluster-identity.js'
export {DataDirectory} from './data-directory.js'
