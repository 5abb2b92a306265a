@echo off
rem Starts Masklane on Windows by a double click; on the first start it is set up.
setlocal
where py >nul 2>nul
if errorlevel 1 goto python
py -3 "%~dp0launch.py" %*
goto done
:python
where python >nul 2>nul
if errorlevel 1 goto none
python "%~dp0launch.py" %*
:done
set "STATUS=%ERRORLEVEL%"
if not "%STATUS%"=="0" pause
exit /b %STATUS%
:none
echo Masklane needs Python 3.11 or newer. Install it from python.org and double-click this file again.
pause
exit /b 1
