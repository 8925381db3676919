import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  type ISecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { NetworkProps } from './props.ts';

/**
 * The security group of the function, and where asked for the endpoints. Its logs and metrics need neither: Lambda itself
 * takes them. `port` is the collector's.
 */
export function securityGroupFor(scope: Construct, network: NetworkProps, port: number): ISecurityGroup {
  const { vpc, collector = Peer.ipv4(vpc.vpcCidrBlock), endpoints = false } = network;
  if (endpoints) addEndpoints(network);
  if (network.securityGroup !== undefined) return network.securityGroup;
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: 'Out to the collector, S3 and SQS',
    allowAllOutbound: false,
  });
  group.addEgressRule(collector, Port.tcp(port), 'Records to the collector');
  // S3 has public addresses, also through its endpoint.
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'S3 and SQS');
  return group;
}

/** S3 costs nothing; SQS is what the continue queue is reached by. A VPC can have each but once. */
function addEndpoints({ vpc, subnets }: NetworkProps): void {
  vpc.addGatewayEndpoint('S3Endpoint', { service: GatewayVpcEndpointAwsService.S3 });
  vpc.addInterfaceEndpoint('SqsEndpoint', {
    service: InterfaceVpcEndpointAwsService.SQS,
    ...(subnets === undefined ? {} : { subnets }),
  });
}
