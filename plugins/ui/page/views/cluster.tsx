import {useEffect} from 'preact/hooks'

/** How the cluster is. */
export function ClusterView() {
  useEffect(() => {
    document.title = 'Cluster · rde'
  }, [])
  return <h1>Cluster</h1>
}
