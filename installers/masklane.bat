@echo off
rem Starts Masklane on Windows by a double click; on the first start it is set up.
setlocal DisableDelayedExpansion
rem A program may be there and no Python behind it: the shop's stand-in, or a launcher without versions.
set "PYTHON=py -3"
%PYTHON% -c "" >nul 2>nul && goto start
set "PYTHON=python"
%PYTHON% -c "" >nul 2>nul || goto none
:start
%PYTHON% "%~dp0launch.py" %*
set "STATUS=%ERRORLEVEL%"
if not "%STATUS%"=="0" pause
exit /b %STATUS%
:none
echo Masklane needs Python 3.11 or newer. Install it from python.org and double-click this file again.
pause
exit /b 1
