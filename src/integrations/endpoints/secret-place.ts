/** Where an endpoint's secrets stand: sealed together with it, they open in no other row. */
export function secretPlace(endpointId: number): string {
  return `webhook_endpoints.secrets:${endpointId}`;
}
