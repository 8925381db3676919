import tseslint from 'typescript-eslint';
import root from '../eslint.config.js';

// The rules of the repository; where the compiler's configuration is, every folder knows for itself.
export default tseslint.config(
  ...root,
  { ignores: ['cdk.out'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
);
