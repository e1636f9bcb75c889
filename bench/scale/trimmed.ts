/** The messages that the yardstick decodes: what Barnacle reads of nodes and pods, and of all else the metadata. */
export const TRIMMED = `syntax = "proto2";
message Unknown { optional bytes raw = 2; }
message ListMeta { optional string resourceVersion = 2; optional string continue = 3; }
message Time { optional int64 seconds = 1; }
message Quantity { optional string string = 1; }
message OwnerReference { optional string kind = 1; optional string name = 3; optional string uid = 4; optional string apiVersion = 5; optional bool controller = 6; }
message ObjectMeta {
  optional string name = 1; optional string namespace = 3; optional string uid = 5; optional Time creationTimestamp = 8; optional Time deletionTimestamp = 9;
  map<string, string> labels = 11; map<string, string> annotations = 12; repeated OwnerReference ownerReferences = 13;
}
message Requirement { optional string key = 1; optional string operator = 2; repeated string values = 3; }
message LabelSelector { map<string, string> matchLabels = 1; repeated Requirement matchExpressions = 2; }
message NodeSelectorTerm { repeated Requirement matchExpressions = 1; repeated Requirement matchFields = 2; }
message NodeSelector { repeated NodeSelectorTerm nodeSelectorTerms = 1; }
message NodeAffinity { optional NodeSelector required = 1; }
message PodAffinityTerm { optional LabelSelector labelSelector = 1; repeated string namespaces = 2; optional string topologyKey = 3; optional LabelSelector namespaceSelector = 4; }
message PodAffinity { repeated PodAffinityTerm required = 1; }
message Affinity { optional NodeAffinity nodeAffinity = 1; optional PodAffinity podAffinity = 2; optional PodAffinity podAntiAffinity = 3; }
message Toleration { optional string key = 1; optional string operator = 2; optional string value = 3; optional string effect = 4; }
message ContainerPort { optional int32 hostPort = 2; optional string protocol = 4; optional string hostIP = 5; }
message Requests { map<string, Quantity> requests = 2; }
message Container { optional string name = 1; repeated ContainerPort ports = 6; optional Requests resources = 8; optional string restartPolicy = 24; }
message EmptyDir { optional string medium = 1; }
message Claim { optional string claimName = 1; }
message VolumeSource { optional EmptyDir hostPath = 1; optional EmptyDir emptyDir = 2; optional Claim persistentVolumeClaim = 10; optional Claim csi = 28; }
message Volume { optional string name = 1; optional VolumeSource volumeSource = 2; }
message PodSpec {
  repeated Volume volumes = 1; repeated Container containers = 2; optional string restartPolicy = 3; optional int64 terminationGracePeriodSeconds = 4;
  map<string, string> nodeSelector = 7; optional string nodeName = 10; optional bool hostNetwork = 11; optional Affinity affinity = 18;
  optional string schedulerName = 19; repeated Container initContainers = 20; repeated Toleration tolerations = 22; optional int32 priority = 25;
}
message Running { optional Time startedAt = 1; }
message Terminated { optional int32 exitCode = 1; optional string reason = 3; optional Time startedAt = 5; optional Time finishedAt = 6; }
message ContainerState { optional Running running = 2; optional Terminated terminated = 3; }
message ContainerStatus { optional string name = 1; optional ContainerState state = 2; optional ContainerState lastState = 3; optional int32 restartCount = 5; optional Requests resources = 11; }
message Condition { optional string type = 1; optional string status = 2; optional Time lastTransitionTime = 4; optional string reason = 5; }
message PodStatus {
  optional string phase = 1; repeated Condition conditions = 2; optional Time startTime = 7; repeated ContainerStatus containerStatuses = 8;
  repeated ContainerStatus initContainerStatuses = 10; optional string nominatedNodeName = 11;
}
message Pod { optional ObjectMeta metadata = 1; optional PodSpec spec = 2; optional PodStatus status = 3; }
message PodList { optional ListMeta metadata = 1; repeated Pod items = 2; }
message Taint { optional string key = 1; optional string value = 2; optional string effect = 3; optional Time timeAdded = 4; }
message NodeSpec { optional string providerID = 3; optional bool unschedulable = 4; repeated Taint taints = 5; }
message NodeInfo { optional string kubeletVersion = 7; }
message NodeStatus { map<string, Quantity> capacity = 1; map<string, Quantity> allocatable = 2; repeated Condition conditions = 4; optional NodeInfo nodeInfo = 7; }
message Node { optional ObjectMeta metadata = 1; optional NodeSpec spec = 2; optional NodeStatus status = 3; }
message NodeList { optional ListMeta metadata = 1; repeated Node items = 2; }
message Other { optional ObjectMeta metadata = 1; }
message OtherList { optional ListMeta metadata = 1; repeated Other items = 2; }
`;
