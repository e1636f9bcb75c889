variable "project" {
  type        = string
  description = "The project of the dataset, the account and the image."
}

variable "region" {
  type        = string
  description = "Where the image is kept, such as asia-northeast1."
}

variable "dataset" {
  type        = string
  description = "The dataset's name."
  default     = "barnacle"
}

variable "dataset_location" {
  type        = string
  description = "Where the dataset is kept; it cannot be moved later."
}

variable "account_id" {
  type        = string
  description = "The service account's name, before the @."
  default     = "barnacle"
}

variable "namespace" {
  type        = string
  description = "The Kubernetes namespace, as in k8s/base."
  default     = "barnacle"
}

variable "kubernetes_account" {
  type        = string
  description = "The Kubernetes ServiceAccount, as in k8s/base."
  default     = "barnacle"
}

variable "cluster_projects" {
  type        = list(string)
  description = "Further projects whose clusters store into this dataset. All clusters of a project share one workload pool."
  default     = []
}

variable "node_accounts" {
  type        = list(string)
  description = "Service accounts of the clusters' nodes, which pull the image."
  default     = []
}

variable "monitoring" {
  type        = bool
  description = "May Barnacle read Cloud Monitoring, for when a node fell idle and what workloads used?"
  default     = true
}
