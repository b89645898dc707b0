import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadSupergraph } from '../../gateway/supergraph/supergraph.ts';
import { toConfig, toGatewayConfig, VARIABLES } from '../../platform/config.ts';
import {
  faultsOf,
  FOLDER,
  KUSTOMIZE,
  manifestFiles,
  renderedManifests,
  WITHOUT_KUSTOMIZE,
  type Json,
  type Manifest,
} from './support/manifests.ts';

const SUBGRAPHS = [...loadSupergraph('schema/supergraph.graphql').addresses.keys()];
const SERVERS = ['gateway', ...SUBGRAPHS].sort();

const named = (manifests: readonly Manifest[], kind: string): string[] =>
  manifests
    .filter((it) => it.kind === kind)
    .map((it) => it.metadata.name)
    .sort();

describe('the manifests for Kubernetes', () => {
  it('are what the published schemas say', async () => {
    const manifests = manifestFiles();
    expect(manifests.length).toBeGreaterThan(20);
    expect((await Promise.all(manifests.map(faultsOf))).flat()).toEqual([]);
  });

  it('are held to schemas that refuse what is wrong and what they do not know', async () => {
    const gateway = manifestFiles().find((it) => it.kind === 'Deployment') as Manifest;
    const changed = (change: (copy: Json) => void): Promise<string[]> => {
      const copy = structuredClone(gateway) as Json;
      change(copy);
      return faultsOf(copy);
    };
    expect(await changed((it) => (it.spec.replicas = 'two'))).toHaveLength(1);
    expect(await changed((it) => delete it.spec.selector)).toHaveLength(1);
    expect(await changed((it) => (it.spec.template.spec.readOnlyRootFilesystem = true))).toEqual([
      expect.stringContaining('spec.template.spec.readOnlyRootFilesystem is not in the schema'),
    ]);
  });

  it('have a server, a service, autoscaling and a disruption budget for the gateway and each subgraph', () => {
    const manifests = manifestFiles();
    for (const kind of ['Deployment', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']) {
      expect([kind, named(manifests, kind)]).toEqual([kind, SERVERS]);
    }
  });

  it('set variables that there are, to values that are taken', () => {
    for (const name of ['gateway', 'subgraphs']) {
      const settings = parseEnv(readFileSync(join(FOLDER, 'settings', `${name}.env`), 'utf8'));
      // Those of the database are the stores' own.
      const unknown = Object.keys(settings).filter((it) => !(it in VARIABLES) && !it.startsWith('DATABASE_'));
      expect(unknown).toEqual([]);
      const read = name === 'gateway' ? toGatewayConfig : toConfig;
      // As in the image.
      const image = { NODE_ENV: 'production', SUBGRAPH_TRANSPORT: 'http' };
      expect(read({ ...image, ...settings }).METRICS).toBe(true);
    }
  });
});

describe.skipIf(!KUSTOMIZE)(`the manifests as they are applied${WITHOUT_KUSTOMIZE}`, () => {
  const manifests = KUSTOMIZE ? renderedManifests() : [];
  const deployments = manifests.filter((it) => it.kind === 'Deployment');

  it('are what the published schemas say', async () => {
    expect(manifests.length).toBeGreaterThan(25);
    expect((await Promise.all(manifests.map(faultsOf))).flat()).toEqual([]);
  });

  it.each(SERVERS)('run %s as nobody in particular, over a file system that nobody writes to', (name) => {
    const pod = deployments.find((it) => it.metadata.name === name)?.['spec'].template.spec;
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.containers).toHaveLength(1);
    const [container] = pod.containers;
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources.limits.memory).toMatch(/Mi$|Gi$/);
    expect(container.readinessProbe.httpGet.path).toBe('/health/ready');
    expect(container.livenessProbe.httpGet.path).toBe('/health/live');
    // What it mounts is there, and it is not killed while it drains.
    const volumes = pod.volumes.map((it: Json) => it.name).sort();
    expect(container.volumeMounts.map((it: Json) => it.name).sort()).toEqual(volumes);
    const settings = manifests.find(
      (it) => it.kind === 'ConfigMap' && it.metadata.name === container.envFrom[0].configMapRef.name,
    );
    const drains = Number(settings?.['data'].DRAIN_SECONDS);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drains + 15);
  });

  it('let nothing through but what a policy names, and clients to the gateway alone', () => {
    const policies = manifests.filter((it) => it.kind === 'NetworkPolicy');
    expect(policies.find((it) => it.metadata.name === 'nothing-else')?.['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const into = (component: string): Json[] =>
      policies
        .filter(({ spec }) => spec.podSelector.matchLabels?.['app.kubernetes.io/component'] === component)
        .flatMap(({ spec }) => spec.ingress ?? []);
    expect(into('subgraph')).toEqual([
      {
        from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'gateway' } } }],
        ports: [{ protocol: 'TCP', port: 4000 }],
      },
    ]);
    expect(into('gateway')).toHaveLength(1);
    // Every pod is one that the policies know.
    for (const { spec } of deployments) {
      expect(spec.template.metadata.labels['app.kubernetes.io/component']).toMatch(/^(gateway|subgraph)$/);
    }
  });
});
