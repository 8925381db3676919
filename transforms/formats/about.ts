/** What each format is, in a line: for the command and for the documentation. */
export const about: Readonly<Record<string, string>> = {
  elb: 'access logs of classic load balancers',
  alb: 'access logs of application load balancers',
  nlb: 'access logs of network load balancers (TLS listeners)',
  'alb-connection': 'connection logs of application load balancers',
  'alb-health-check': 'health-check logs of application load balancers',
  's3-access': 'S3 server access logs',
  cloudfront: 'standard logs of CloudFront, columns as `#Fields` names them',
  'vpc-flow': 'VPC flow logs, columns as the first line names them',
  waf: 'logs of AWS WAF, JSON lines',
  cloudtrail: 'CloudTrail, one JSON document, read as it streams by',
  clf: 'web servers, Common Log Format, with or without a virtual host',
  combined: 'web servers, combined format, with or without a virtual host',
  json: 'JSON lines as they are, such as load-balancer logs delivered as JSON',
};
