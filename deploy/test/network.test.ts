import { Match } from 'aws-cdk-lib/assertions';
import { Peer, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { expect } from 'chai';
import { stackWith, templateWith } from './synth.ts';

describe('a function in a VPC', () => {
  it('is let out to the collector’s port, and to HTTPS', () => {
    const template = templateWith((stack) => ({
      to: 'tls://logs.internal:6514',
      network: { vpc: new Vpc(stack, 'Network'), collector: Peer.ipv4('10.1.2.0/24') },
    }));
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [
        Match.objectLike({ CidrIp: '10.1.2.0/24', FromPort: 6514, ToPort: 6514, IpProtocol: 'tcp' }),
        Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' }),
      ],
      SecurityGroupIngress: Match.absent(),
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SecurityGroupIds: [Match.anyValue()], SubnetIds: Match.anyValue() },
    });
  });

  it('has endpoints for S3 and SQS where asked for, which a network without NAT needs', () => {
    const template = templateWith((stack) => ({
      network: { vpc: new Vpc(stack, 'Network', { natGateways: 0 }), endpoints: true },
    }));
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.sqs']] },
    });
  });

  it('takes a security group of yours', () => {
    const stack = stackWith((stack) => {
      const vpc = new Vpc(stack, 'Network');
      return { network: { vpc, securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1') } };
    });
    expect(stack.node.findChild('Shop').node.tryFindChild('SecurityGroup')).to.equal(undefined);
  });
});
