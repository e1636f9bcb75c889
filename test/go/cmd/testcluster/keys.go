package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// keys are a control plane's own authority, certificate, account keys and its administrator's token; all of them files in dir.
type keys struct {
	dir        string
	adminToken string
	authority  []byte
}

func (k *keys) path(name string) string { return filepath.Join(k.dir, name) }

func makeKeys(dir, host string) (*keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	k := &keys{dir: dir, adminToken: hex.EncodeToString(secret)}
	if err := k.makeCertificates(host); err != nil {
		return nil, err
	}
	if err := k.makeAccountKeys(); err != nil {
		return nil, err
	}
	return k, os.WriteFile(k.path("tokens.csv"), []byte(k.adminToken+",admin,admin,\"system:masters\"\n"), 0o600)
}

func (k *keys) makeCertificates(host string) error {
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	authority := certificate(1, "testcluster")
	authority.IsCA = true
	authority.BasicConstraintsValid = true
	authority.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, authorityKey.Public(), authorityKey)
	if err != nil {
		return err
	}
	k.authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(k.path("ca.crt"), k.authority, 0o644); err != nil {
		return err
	}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	server := certificate(2, "kube-apiserver")
	server.DNSNames = []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}
	server.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 0, 0, 1), net.ParseIP(host)}
	server.KeyUsage = x509.KeyUsageDigitalSignature
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if der, err = x509.CreateCertificate(rand.Reader, server, authority, serverKey.Public(), authorityKey); err != nil {
		return err
	}
	if err := k.write("server.crt", "CERTIFICATE", der); err != nil {
		return err
	}
	if der, err = x509.MarshalPKCS8PrivateKey(serverKey); err != nil {
		return err
	}
	return k.write("server.key", "PRIVATE KEY", der)
}

func certificate(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(7 * 24 * time.Hour),
	}
}

func (k *keys) makeAccountKeys() error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	if err := k.write("sa.key", "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)); err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	return k.write("sa.pub", "PUBLIC KEY", public)
}

func (k *keys) write(name, kind string, der []byte) error {
	return os.WriteFile(k.path(name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

// writeKubeconfig writes the administrator's kubeconfig as JSON, which is YAML too.
func (k *keys) writeKubeconfig(server string) (string, error) {
	named := func(key string, value any) []any { return []any{map[string]any{"name": "testcluster", key: value}} }
	text, err := json.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "Config", "current-context": "testcluster",
		"clusters": named("cluster", map[string]any{"server": server, "certificate-authority-data": k.authority}),
		"users":    named("user", map[string]any{"token": k.adminToken}),
		"contexts": named("context", map[string]any{"cluster": "testcluster", "user": "testcluster"}),
	})
	if err != nil {
		return "", err
	}
	return k.path("kubeconfig"), os.WriteFile(k.path("kubeconfig"), text, 0o600)
}
