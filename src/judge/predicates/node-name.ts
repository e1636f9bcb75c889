/**
 * NodeName: a pod whose `spec.nodeName` is set is refused everywhere else. The simulation clears the field of every pod that
 * it moves, so `requested` is "" there. Source: scheduler `plugins/nodename`; autoscaler `simulator/cluster.go`.
 */
export function nodeNameRefuses(requested: string, nodeName: string): boolean {
  return requested !== "" && requested !== nodeName;
}
